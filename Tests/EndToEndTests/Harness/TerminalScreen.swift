import CLinux
import Glibc

/// A terminal of tmux's in which a program runs: what a person would see, and keys to press.
final class TerminalScreen {
  private let folder: TemporaryFolder
  private let environment: [String: String]
  private let tmux: [String]
  /// What the program writes: a sign that the screen may have changed.
  private let changes: ByteReader
  /// Gets the program's exit status from the shell that runs it. (tmux now and then misses a child's end.)
  private let ending: ByteReader

  /// Starts the program that the first argument names by its path.
  init(_ arguments: [String], environment: [String: String], columns: Int = 80, rows: Int = 24) throws {
    folder = try TemporaryFolder()
    self.environment = environment
    tmux = [try Programs.find("tmux"), "-S", folder.file("tmux"), "-f", "/dev/null"]
    changes = try TerminalScreen.fifo(folder.file("changes"))
    ending = try TerminalScreen.fifo(folder.file("ending"))
    let shell = ["/bin/sh", "-c", TerminalScreen.script, "sh", folder.file("ending")]
    // What scrolls off is kept: more of it than tmux keeps where it is not told before there is a window.
    try control(
      ["start-server", ";", "set", "-g", "history-limit", "100000", ";", "set", "-g", "status", "off"]
        + [";", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + shell + arguments)
    try control(["pipe-pane", "-O", "exec cat >\(folder.file("changes"))"])
  }

  /// Runs the program, tells its exit status, and leaves the screen to be looked at.
  private static let script =
    #"trap : INT QUIT; ending=$1; shift; "$@"; echo $? >"$ending"; exec cat >/dev/null"#

  private static func fifo(_ path: String) throws -> ByteReader {
    guard mkfifo(path, 0o600) == 0 else { throw HarnessError.system("mkfifo") }
    // For reading and writing, so that there is no end while nobody writes.
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw HarnessError.system("open \(path)") }
    return ByteReader(descriptor)
  }

  deinit { _ = try? control(["kill-server"]) }

  /// What stands on the screen, a line each, without the blanks at their ends and the empty lines at its end.
  func lines() throws -> [String] {
    let text = try control(["capture-pane", "-p"])
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Everything that was printed and still stands: what has scrolled off, too. Rows that the terminal broke are whole.
  func everyLine() throws -> [String] {
    let text = try control(["capture-pane", "-p", "-J", "-S", "-"])
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(TerminalScreen.trimmed)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func trimmed(_ line: Substring) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// Makes the window larger or smaller, as a person does with a mouse, and waits until the program can know.
  func resize(columns: Int, rows: Int = 24, by deadline: Deadline = .usual) throws {
    try control(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    let terminal = try control(["display", "-p", "#{pane_tty}"]).split(separator: "\n").joined()
    let stty = try [Programs.find("stty"), "-F", terminal, "size"]
    while try ChildProcess(stty, environment: environment).finish().output != "\(rows) \(columns)\n" {
      guard !deadline.isOver else { throw HarnessError("\(terminal) did not get \(columns) columns") }
      Deadline.pause()
    }
  }

  /// The lines of the screen as soon as `isRight` is true of them; what has scrolled off is looked at if that is asked.
  @discardableResult
  func wait(
    for what: String, scrolledOff: Bool = false, by deadline: Deadline = .usual,
    until isRight: ([String]) -> Bool
  ) throws -> [String] {
    while true {
      let lines = try scrolledOff ? everyLine() : lines()
      if isRight(lines) { return lines }
      guard deadline.wait(for: POLLIN, on: changes.descriptor) else {
        throw HarnessError("waited in vain for \(what) on the screen:\n\(lines.joined(separator: "\n"))")
      }
      changes.readOnce()
    }
  }

  /// The lines of the screen as soon as one of them holds the text.
  @discardableResult
  func wait(for text: String, by deadline: Deadline = .usual) throws -> [String] {
    try wait(for: text, by: deadline) { $0.contains { $0.contains(text) } }
  }

  /// Types the text.
  func type(_ text: String) throws { try control(["send-keys", "-l", "--", text]) }

  /// Types the text and presses Enter.
  func enter(_ text: String) throws {
    try type(text)
    try press("Enter")
  }

  /// Pastes the text, as a terminal does whose program has asked to be told.
  func paste(_ text: String) throws {
    try control(["set-buffer", "--", text])
    try control(["paste-buffer", "-p", "-r"])
  }

  /// Presses keys, named as tmux names them: `Enter`, `C-c`, `Tab`, `Left`.
  func press(_ keys: String...) throws { try control(["send-keys"] + keys) }

  /// The exit status of the program, once it has ended.
  func exitStatus(by deadline: Deadline = .usual) throws -> Int32 {
    guard let line = try ending.line(by: deadline), let status = Int32(line) else {
      throw HarnessError("no exit status in: \(ending.everything)")
    }
    return status
  }

  @discardableResult
  private func control(_ arguments: [String], by deadline: Deadline = .usual) throws -> String {
    let result = try ChildProcess(tmux + arguments, environment: environment).finish(by: deadline)
    guard result.status == 0 else {
      throw HarnessError("tmux \(arguments.joined(separator: " ")): \(result.errors)")
    }
    return result.output
  }
}
