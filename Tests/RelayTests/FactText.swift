import Relay

/// Facts as lines of a recording.
enum FactText {
  static func text(of event: FactEvent) -> String {
    switch event {
    case .arrived(let actor): "arrived \(text(actor))"
    case .quit(let actor, let reason): "quit \(text(actor)) \(text(reason))"
    case .renamed(let actor, let name): "renamed \(text(actor)) \(text(name))"
    case .away(let actor, let reason): "away \(text(actor)) \(reason.map(text) ?? "-")"
    case .roomMade(let name, let founder): "made \(text(name))" + (founder.map { " by =\($0.name)" } ?? "")
    case .roomRenamed(let name, let other, let by): "called \(text(name)) \(text(other)) by \(text(by))"
    case .redacted(let number, _): "redacted \(number)"
    case .joined(let actor, let room): "joined \(text(actor)) \(text(room))"
    case .parted(let actor, let room, let reason): "parted \(text(actor)) \(text(room)) \(text(reason))"
    case .kicked(let actor, let room, let by, let reason):
      "kicked \(text(actor)) \(text(room)) by \(text(by)) \(text(reason))"
    case .invited(let actor, let room, let by): "invited \(text(actor)) \(text(room)) by \(text(by))"
    case .topic(let room, let topic, let by): "topic \(text(room)) by \(text(by)) \(text(topic))"
    case .mode(let room, let isSet, let letter, let parameter, let by):
      "mode \(text(room)) by \(text(by)) \(isSet ? "+" : "-")\(text([letter])) \(parameter.map(text) ?? "")"
    case .message(let message): text(message)
    case .seen(let message): "seen \(message.number)"
    case .roomKept(let record): text(record)
    case .roomEnded(let name): "ended \(text(name))"
    case .read(let account, let marker):
      "read =\(account.name) \(text(marker.target)) \(marker.time.milliseconds)"
    case .accountKept(let record, let commit):
      "account =\(record.id.name)\(record.isDisabled ? " disabled" : "") commit \(commit)"
    case .accountEnded(let account, let commit): "account =\(account.name) ended commit \(commit)"
    case .received(let account, let last): "received =\(account.name) through \(last)"
    }
  }

  private static func text(_ record: RoomRecord) -> String {
    let parts = [
      record.founder.map { "by =\($0.name)" }, "+\(text(record.modes))",
      record.usedAt.map { "vacant since \($0.milliseconds)" },
      record.topic.map { "topic \(text($0.text)) by \(text($0.setBy))" },
      record.key.map { "key \(text($0))" },
      record.memberLimit.map { "limit \($0)" },
      record.bans.isEmpty ? nil : "bans \(record.bans.map { text($0.mask) })",
      record.exceptions.isEmpty ? nil : "exceptions \(record.exceptions.map { text($0.mask) })",
      record.exemptions.isEmpty ? nil : "exemptions \(record.exemptions.map { text($0.mask) })",
      record.forward.map { "forward \(text($0))" },
      record.operators.isEmpty ? nil : "operators \(record.operators.map(\.name))",
    ]
    return "kept \(text(record.name)) " + parts.compactMap(\.self).joined(separator: " ")
  }

  private static func text(_ message: FactMessage) -> String {
    let target =
      switch message.target {
      case .room(let name): text(name)
      case .user(let actor): text(actor)
      case .absent(let account, let name): "\(text(name))(absent =\(account.name))"
      }
    let key = message.key == nil ? "" : " with an id"
    return
      "\(message.kind) \(message.number) \(text(message.sender)) \(text(message.source)) to \(target)\(key) "
      + "[\(text(message.tags))] \(text(message.text))"
  }

  private static func text(_ actor: FactActor) -> String {
    let account = actor.account.map { "=\($0.name)" } ?? ""
    return "\(text(actor.name))(\(actor.user.number)\(account))"
  }

  private static func text(_ bytes: [UInt8]) -> String { Escapes.text(of: bytes[...]) }
}
