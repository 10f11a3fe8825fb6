import Testing

@Suite("join in a window that is narrow, changes its size, or shows wide characters", .serialized)
struct TerminalWindowTests {
  /// A `join` in a window, and somebody whose lines come in.
  private struct Window {
    let screen: TerminalScreen
    let prompt: String
    let room: String
    private let bob: RawClient

    init(
      _ name: String = "alice", room: String = "#lobby", columns: Int, rows: Int = 24, at server: ChatServer
    ) throws {
      self.room = room
      prompt = "\(room)\(name)>"
      bob = try server.connect(as: "bob")
      try bob.join(room)
      screen = try TerminalScreen(
        [Programs.chatnet, "join", "-u", name, "-r", room], environment: server.environment,
        columns: columns, rows: rows)
      try bob.expect("JOIN") { $0.name == name }
      try awaitPrompt("")
    }

    /// Types a text, and waits until it is there.
    func type(_ text: String) throws {
      try screen.type(text)
      try awaitPrompt(text)
    }

    /// Has bob say something.
    func say(_ texts: String...) throws {
      for text in texts { try bob.send("PRIVMSG \(room) :\(text)") }
    }

    /// What bob hears next.
    func heard() throws -> String? { try bob.expect("PRIVMSG").parameters.last }

    /// Waits until the prompt stands below everything, once, with that behind it. Gives what is above it.
    @discardableResult
    func awaitPrompt(_ typed: String, below said: String = "") throws -> String {
      let end = prompt + squeezed([typed])
      let wanted = squeezed([said])
      let lines = try screen.wait(for: "\(prompt) \(typed) below \(said)", scrolledOff: true) { lines in
        let all = squeezed(lines)
        return all.hasSuffix(end) && all.dropLast(end.count).hasSuffix(wanted)
      }
      let above = String(squeezed(lines).dropLast(end.count))
      #expect(!above.contains(prompt), "an old prompt is left:\n\(lines.joined(separator: "\n"))")
      return above
    }
  }

  private static let words = (1...20).map { "word\($0)" }.joined(separator: " ")
  private static let japanese = String(repeating: "吾輩は猫である。名前はまだ無い。", count: 4)
  private static let mixed = "héllo 你好, 한국어! — ｆｕｌｌ 😀🎉 e\u{301} and so on to the end"

  @Test(
    "what is typed stays whole, and stands once, while lines come in",
    arguments: [Self.words, Self.japanese, Self.mixed], [80, 33, 20])
  func arriving(text: String, columns: Int) throws {
    try withServer { server in
      let window = try Window(columns: columns, at: server)
      try window.type(text)
      try window.screen.press("Left", "Left", "Left")
      try window.say("first", text)
      try window.awaitPrompt(text, below: "[bob]: \(text)")
      try window.screen.type("*")
      let edited = text.dropLast(3) + "*" + text.suffix(3)
      try window.awaitPrompt(String(edited), below: "[bob]: \(text)")
      try window.screen.press("Enter")
      #expect(try window.heard() == String(edited))
    }
  }

  @Test(
    "a new width takes nothing away and leaves nothing behind",
    arguments: [[80, 40], [40, 80], [33, 20, 79], [60, 20, 61, 31, 80, 24]])
  func resized(widths: [Int]) throws {
    try withServer { server in
      let window = try Window(columns: widths[0], at: server)
      try window.say(Self.words, "short", Self.words, "before")
      try window.awaitPrompt("", below: "before")
      try window.type(Self.words)
      for columns in widths.dropFirst() {
        let before = try window.awaitPrompt(Self.words)
        try window.screen.resize(columns: columns)
        try window.say("in \(columns) columns")
        let after = try window.awaitPrompt(Self.words, below: "in \(columns) columns")
        #expect(after.hasPrefix(before))
        try window.screen.press("Left", "Left", "Left", "Left", "Left", "Left", "Left")
      }
    }
  }

  @Test("a prompt that is longer than a row, with wide characters in it")
  func longPrompt() throws {
    try withServer { server in
      let room = "#日本語の長い長い長い部屋"
      let window = try Window("吾輩", room: room, columns: 24, at: server)
      try window.type(Self.mixed)
      try window.say("一", "二", "三")
      try window.awaitPrompt(Self.mixed, below: "三")
      try window.screen.press("Enter")
      try window.awaitPrompt("", below: "[吾輩]: \(Self.mixed)")
    }
  }

  @Test("a change of its size while the connection is being made ends nothing")
  func whileConnecting() throws {
    let listener = try SilentListener()
    listener.fill()
    let crowd = try listener.pending()
    let screen = try TerminalScreen(
      [Programs.chatnet, "join", "-u", "alice", "-p", "\(listener.port)", "--timeout", "2"],
      environment: ChatServer.environment(in: TemporaryFolder()))
    let deadline = Deadline.usual
    while try listener.pending() == crowd {
      guard !deadline.isOver else { throw HarnessError("join does not connect") }
      Deadline.pause()
    }
    try screen.resize(columns: 60)
    #expect(try screen.exitStatus() == 75)
    #expect(try screen.lines().joined().contains("127.0.0.1:\(listener.port): no answer in time"))
  }

  @Test("a line that has more rows than the window is sent whole, and leaves nothing behind")
  func tallerThanTheWindow() throws {
    try withServer { server in
      let window = try Window(columns: 30, rows: 6, at: server)
      try window.screen.type(Self.words)
      try window.screen.wait(for: "the end of it") { $0.joined().contains("word20") }
      try window.say("one", "two", "three")
      let lines = try window.screen.wait(for: "the line above") { lines in
        lines.contains { $0.hasSuffix("[bob]: three") } && lines.joined().hasSuffix("word20")
      }
      #expect(lines.count <= 6)
      try window.screen.press("Enter")
      #expect(try window.heard() == Self.words)
      try window.awaitPrompt("", below: "[alice]: \(Self.words)")
    }
  }
}

/// The lines without blanks and breaks: what stands there, however it is broken into rows.
private func squeezed(_ lines: [String]) -> String { lines.joined().replacing(" ", with: "") }
