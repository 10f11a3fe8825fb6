/// What a line needs to know of the rooms that the session is in, so that a room can be named without its sign.
struct ChatPlaces {
  /// Whether the session is in the room.
  let isIn: ([UInt8]) -> Bool
  /// Whether somebody of that name is in one of its rooms.
  let isThere: ([UInt8]) -> Bool

  /// No rooms are known: a room is what begins with its sign.
  static var unknown: ChatPlaces { ChatPlaces(isIn: { _ in false }, isThere: { _ in false }) }
}
