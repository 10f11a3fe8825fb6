import Client
import Reactor
import Synchronization

/// What a person is told apart from data, on standard error: `chatnet: send: bob: no such user`.
public struct Diagnostics: Sendable {
  private let prefix: String

  /// The diagnostics of a command, or of the program where there is none.
  public init(command: String? = nil) {
    prefix = "chatnet: " + (command.map { "\($0): " } ?? "")
  }

  /// Says something, in a line of its own.
  public func say(_ text: String) {
    Diagnostics.write("\(prefix)\(text)\n")
  }

  /// Says something, in a line of its own, if that can be done without waiting for who reads.
  public func note(_ text: String) {
    let output = OutputFile(2)
    output.append(Diagnostics.shown("\(prefix)\(text)\n"))
    _ = output.flush(deadline: Clock.monotonicMilliseconds())
  }

  /// Whether who reads standard error has let the last lines wait for too long.
  private static let isUnread = Atomic<Bool>(false)

  /// The bytes of lines in which nothing is left that a terminal obeys: a path, an address or another value of an option
  /// may come from anywhere, as may what the system says of it.
  private static func shown(_ lines: String) -> [UInt8] {
    var bytes: [UInt8] = []
    Escaping.appendLines(Array(lines.utf8), to: &bytes)
    return bytes
  }

  /// Writes whole lines, in which a terminal obeys nothing. Where standard error is closed there is nobody to tell.
  public static func write(_ lines: String) {
    let output = OutputFile(2)
    output.append(shown(lines))
    // A reader of standard error that does not read must keep the program neither from leaving nor from its work: it is
    // waited for once, until it reads again.
    let patience: Int64 = isUnread.load(ordering: .relaxed) ? 0 : 1000
    let outcome = output.flush(deadline: Clock.monotonicMilliseconds() + patience)
    isUnread.store(outcome == .blocked, ordering: .relaxed)
  }

  /// Says what went wrong, and what with.
  public func say(_ failure: Failure) {
    let about = failure.about.isEmpty ? "" : "\(Escaping.visible(failure.about, as: .subject)): "
    say(about + failure.text)
  }
}
