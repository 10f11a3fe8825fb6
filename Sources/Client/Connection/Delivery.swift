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

  /// Appends the text as an action.
  static func appendWrapped(_ text: [UInt8], to bytes: inout [UInt8]) {
    bytes += start
    bytes += text
    bytes.append(1)
  }

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
  /// The line of input that it came from, counted from 1; 0: an earlier run's.
  let line: Int
  /// The id that it carries (``ClientTag/id``), by which those who get it twice know it; empty where it carries none.
  var id: [UInt8] = []
  /// Where it has passed (``ClientTag/via``).
  var via = Via()
  /// Whether it is not to wait for somebody who is not here (``ClientTag/online``).
  var isForThoseHere = false
  /// The lines in which it is sent where those are several (draft/multiline); empty where it is one.
  var pieces: [MultilinePiece] = []
  /// Whether it was in flight on a connection that is no more, so that nobody knows whether it was accepted.
  var mayHaveArrived = false

  /// What it counts against the bound on bytes in flight.
  var size: Int { target.count + text.count + 32 * (pieces.count + 1) }

  /// Appends the command, or the commands that make up a message of several lines.
  ///
  /// - Parameters:
  ///   - number: A number that no other message of the connection has had: its label.
  ///   - profile: Tells whether it is labelled and carries its id.
  func append(number: Int, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    appendTags(number: number, profile, to: &bytes)
    if pieces.isEmpty { return appendCommand(text, to: &bytes) }
    bytes.append("BATCH +")
    bytes.append(decimal: number)
    bytes.append(" draft/multiline ")
    bytes += target
    bytes.append("\r\n")
    for piece in pieces {
      bytes.append("@batch=")
      bytes.append(decimal: number)
      bytes.append(piece.isContinuation ? ";draft/multiline-concat " : " ")
      appendCommand(piece.text, to: &bytes)
    }
    bytes.append("BATCH -")
    bytes.append(decimal: number)
    bytes.append("\r\n")
  }

  private func appendTags(number: Int, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    let start = bytes.count
    func begin(_ tag: StaticString) {
      bytes.append(bytes.count == start ? "@" : ";")
      bytes.append(tag)
    }
    if profile.labels {
      begin("label=")
      bytes.append(decimal: number)
    }
    if profile.capabilities.contains(.messageTags) {
      if !id.isEmpty {
        begin(ClientTag.id)
        bytes.append("=")
        bytes += id
      }
      if !via.isEmpty {
        begin(ClientTag.via)
        bytes.append("=")
        bytes += via.text
      }
      if isForThoseHere { begin(ClientTag.online) }
    }
    if bytes.count > start { bytes.append(" ") }
  }

  private func appendCommand(_ text: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(kind.verb)
    bytes.append(" ")
    bytes += target
    bytes.append(" :")
    if kind == .action { Action.appendWrapped(text, to: &bytes) } else { bytes += text }
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
