@testable import Client

typealias SendDialogue = Dialogue<SendSession>

/// Sessions of `send` at the points where tests begin.
extension Dialogue where Mind == SendSession {
  /// A session that has not said anything yet.
  static func begun(
    _ targets: [String], as identity: Identity = Sample.unseen,
    _ change: (inout SendRequest) -> Void = { _ in }
  ) -> Dialogue {
    var request = SendRequest(targets: targets.map { Array($0.utf8) }, timeout: 1000)
    change(&request)
    return Dialogue(SendSession(request, as: identity))
  }

  /// A session that `chatnet serve` has registered.
  static func registered(
    _ targets: [String], source: String = "alice!a@h", multiline: String? = "max-bytes=60,max-lines=4",
    _ change: (inout SendRequest) -> Void = { _ in }
  ) -> Dialogue {
    var dialogue = begun(targets, change)
    let capabilities =
      "message-tags labeled-response echo-message batch standard-replies draft/pre-away server-time account-tag"
    let value = multiline.map { " draft/multiline=\($0)" } ?? ""
    dialogue.server(":srv CAP * LS :\(capabilities)\(value) chatnet/replies chatnet/names")
    let requested = dialogue.look().first { $0.hasPrefix("CAP REQ :") }?.dropFirst(9) ?? ""
    dialogue.server(":srv CAP * ACK :\(requested)")
    dialogue.server(":srv 001 alice :Welcome \(source)")
    return dialogue
  }

  /// A session that waits for lines.
  static func ready(
    _ targets: [String], source: String = "alice!a@h", multiline: String? = "max-bytes=60,max-lines=4",
    _ change: (inout SendRequest) -> Void = { _ in }
  ) -> Dialogue {
    var dialogue = registered(targets, source: source, multiline: multiline, change)
    dialogue.server(":srv 302 alice :bob=+b@h carol=+c@h", ":srv PONG srv chatnet-check")
    _ = dialogue.look()
    return dialogue
  }
}

extension UnsentChange {
  /// As a test compares it.
  var short: String {
    switch self {
    case .kept(let message): "+ \(message.short)"
    case .accepted(let id): "- \(String(decoding: id.suffix(2), as: UTF8.self))"
    case .parted(let id, let parts):
      "\(String(decoding: id.suffix(2), as: UTF8.self)) = " + parts.map(\.short).joined(separator: ", ")
    case .over: "over"
    }
  }
}

extension UnsentMessage {
  /// A message that an earlier run kept.
  init(_ target: String, _ text: String, id: String, as kind: MessageKind = .message) {
    self.init(target: Array(target.utf8), text: Array(text.utf8), kind: kind, id: Array(id.utf8))
  }

  /// As a test compares it.
  fileprivate var short: String {
    [target, text, id.suffix(2)].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
  }
}
