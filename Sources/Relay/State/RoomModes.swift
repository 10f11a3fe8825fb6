/// The modes of a room that are on or off.
struct RoomModes: OptionSet {
  let rawValue: UInt32

  static let inviteOnly = RoomModes(rawValue: 1)
  static let moderated = RoomModes(rawValue: 2)
  static let noExternal = RoomModes(rawValue: 4)
  static let secret = RoomModes(rawValue: 8)
  static let topicByOperators = RoomModes(rawValue: 16)

  /// Each mode with its letter, in the order in which they are told.
  static let letters: [(letter: UInt8, mode: RoomModes)] = [
    (UInt8(ascii: "i"), .inviteOnly), (UInt8(ascii: "m"), .moderated), (UInt8(ascii: "n"), .noExternal),
    (UInt8(ascii: "s"), .secret), (UInt8(ascii: "t"), .topicByOperators),
  ]
}
