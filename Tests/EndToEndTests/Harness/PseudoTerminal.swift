import CLinux
import Glibc

/// A program that runs on a pseudo-terminal, which controls it, with all three standard streams.
final class PseudoTerminal {
  let process: RunningProcess
  let keyboard: ByteWriter
  let screen: ByteReader
  private let master: Int32
  private var hasHungUp = false

  /// Starts the program that the first argument names by its path.
  init(_ arguments: [String], environment: [String: String], rows: UInt16 = 24, columns: UInt16 = 80) throws {
    var name = [CChar](repeating: 0, count: 64)
    master = clinux_pseudo_terminal(&name, name.count)
    guard master >= 0 else { throw HarnessError.system("/dev/ptmx") }
    keyboard = ByteWriter(master, ownsDescriptor: false)
    screen = ByteReader(master, ownsDescriptor: false)
    guard clinux_set_window_size(master, rows, columns) == 0 else { throw HarnessError.system("window size") }
    let path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    let spawn = Spawn(arguments: arguments, environment: environment, terminal: path)
    process = try RunningProcess(spawn.start())
  }

  deinit {
    process.end()
    hangUp()
  }

  /// Closes the terminal, as the window around it does.
  func hangUp() {
    if hasHungUp { return }
    hasHungUp = true
    close(master)
  }

  /// Whether the terminal is as a shell wants it: lines are gathered and shown as they are typed.
  var echoesWholeLines: Bool {
    var attributes = termios()
    tcgetattr(master, &attributes)
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return attributes.c_lflag & wanted == wanted
  }

  /// Types the text as it stands; Enter is `\r`.
  func type(_ text: String) throws { try keyboard.write(text) }
}
