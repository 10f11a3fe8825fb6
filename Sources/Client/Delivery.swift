import Wire

/// What a message is sent as.
public enum MessageKind: Equatable, Sendable {
  /// PRIVMSG.
  case message
  /// NOTICE, which programs do not answer.
  case notice
  /// CTCP ACTION: what `/me` sends.
  case action

  /// The command that carries it.
  var verb: StaticString { self == .notice ? "NOTICE" : "PRIVMSG" }

  /// How many bytes stand around the text.
  var wrapping: Int { self == .action ? Action.overhead : 0 }

  /// The event that it makes at the other end.
  var event: RecordEvent {
    switch self {
    case .message: .message
    case .notice: .notice
    case .action: .action
    }
  }
}

/// The form of an action inside a message (CTCP).
enum Action {
  private static let start: [UInt8] = [1] + Array("ACTION ".utf8)
  static let overhead = start.count + 1

  static func wrap(_ text: [UInt8]) -> [UInt8] { start + text + [1] }

  /// The text of an action; nil where `text` is none.
  static func unwrap(_ text: [UInt8]) -> [UInt8]? {
    guard text.starts(with: start.dropLast()) else { return nil }
    let rest = text.dropFirst(start.count - 1)
    let inner = rest.last == 1 ? rest.dropLast() : rest
    return inner.isEmpty || inner.first == 0x20 ? Array(inner.dropFirst()) : nil
  }
}

/// One message on its way to one target.
struct Delivery: Equatable, Sendable {
  /// A room or a name.
  let target: [UInt8]
  /// What it says.
  let text: [UInt8]
  /// What it is sent as.
  let kind: MessageKind
  /// The line of input that it came from, counted from 1.
  let line: Int

  /// What it counts against the bound on bytes in flight.
  var size: Int { target.count + text.count + 32 }

  /// Appends the command.
  func append(to bytes: inout [UInt8]) {
    bytes.append(kind.verb)
    bytes.append(" ")
    bytes += target
    bytes.append(" :")
    bytes += kind == .action ? Action.wrap(text) : text
    bytes.append("\r\n")
  }
}

/// What became of a message.
struct Verdict: Equatable, Sendable {
  /// The message.
  let delivery: Delivery
  /// Why the server refused it; nil where it accepted it.
  let failure: Failure?
  /// The id that the server gave it.
  let id: [UInt8]?
  /// The server's time for it.
  let time: Timestamp?
  /// The number of the error; nil where there is none.
  let numeric: Numeric?
}
