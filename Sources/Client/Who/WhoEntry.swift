import Wire

/// Somebody who is online, as far as the server tells.
public struct WhoEntry: Equatable, Sendable {
  /// The name.
  public var name: [UInt8]
  /// The rooms, without the signs of rank.
  public var rooms: [[UInt8]] = []
  /// The account; nil where there is none or the server does not tell.
  public var account: [UInt8]?
  /// Why the person is away; empty where only that is known; nil: not away.
  public var away: [UInt8]?
  /// Seconds since the last message.
  public var idle: Int?
  /// When the person came.
  public var since: Timestamp?
  /// The sign of the rank in the room that was asked about.
  var sign: UInt8?

  /// Somebody of whom the name alone is known.
  public init(name: [UInt8]) {
    self.name = name
  }

  /// What a record of a list says about the person: the sign of rank, `away`, both or nothing.
  var state: [UInt8] {
    let parts = [sign.map { [$0] }, away.map { _ in Array("away".utf8) }]
    return Array(parts.compactMap(\.self).joined(separator: [0x20]))
  }

  /// Takes what a numeric of WHO or WHOIS tells.
  mutating func learn(_ numeric: Numeric, _ message: ServerMessage, _ profile: ServerProfile) {
    switch numeric {
    case .whoReply:
      add(room: message[1], profile)
      learn(flags: message[6], profile)
    case .whoisChannels:
      for room in message.text.split(separator: 0x20) {
        add(room: Array(room.drop { !profile.roomSigns.contains($0) }), profile)
      }
    case .whoisAccount: account = message[2]
    case .away: away = message.text
    case .whoisIdle:
      idle = Bytes.decimal(message[2].span)
      since = message.timestamp(at: 3)
    default: break
    }
  }

  private mutating func learn(flags: [UInt8], _ profile: ServerProfile) {
    sign = flags.first(where: profile.memberSigns.contains)
    if flags.first == UInt8(ascii: "G"), away == nil { away = [] }
  }

  private mutating func add(room: [UInt8], _ profile: ServerProfile) {
    if profile.isRoom(room), !rooms.contains(room) { rooms.append(room) }
  }
}
