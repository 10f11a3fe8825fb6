import Wire

/// A command as it was received: who asks, and where its parts stand in the line.
struct ReceivedCommand {
  let session: Session
  let message: MessageView

  /// The place of a parameter; empty where the command has fewer.
  subscript(index: Int) -> ByteRange { message[index] }

  var count: Int { message.count }
}

/// Whom a command concerns. Several machines agree on the commands that touch shared state, and on no others.
enum CommandScope: Equatable, Sendable {
  /// The session that gives it, or nobody: it changes nothing that others could notice.
  case own
  /// It asks about what is shared, and changes nothing.
  case asks
  /// It touches what is shared where it has so many parameters at least; with fewer it asks.
  case shares(from: Int)
}

/// A command that the server knows, with what is checked before it is carried out. An object, since it is looked up for
/// each line and a copy would have its closure counted.
final class CommandRow: Sendable {
  let verb: Verb
  /// 461 is the answer to fewer parameters.
  let leastParameters: Int
  /// 451 is the answer before registration.
  let needsRegistration: Bool
  /// Whom it concerns, once its session has registered. Before, all is the session's own.
  let scope: CommandScope
  let run: @Sendable (Relay, ReceivedCommand, Span<UInt8>) -> Void

  init(
    _ verb: StaticString, _ scope: CommandScope, _ leastParameters: Int = 0, early: Bool = false,
    _ run: @escaping @Sendable (Relay, ReceivedCommand, Span<UInt8>) -> Void
  ) {
    self.verb = Verb(verb)
    self.leastParameters = leastParameters
    self.needsRegistration = !early
    self.scope = scope
    self.run = run
  }

  /// Whether the command with so many parameters touches what is shared.
  func isShared(parameters count: Int) -> Bool {
    if case .shares(let least) = scope { count >= least } else { false }
  }
}
