import Wire

/// A line, or a block of lines, as it was entered.
struct KeptInput: Equatable, Sendable {
  let bytes: [UInt8]
  /// Its number among the lines that came in, counted from 1.
  let number: Int
  /// Whom `/reply` meant when it was entered: whoever writes in private meanwhile is not answered.
  var correspondent: [UInt8]?
  /// When it was entered.
  var time: Timestamp

  /// Something that was entered now.
  init(_ bytes: [UInt8], number: Int, replyingTo correspondent: [UInt8]? = nil, _ now: Moment) {
    self.bytes = bytes
    self.number = number
    self.correspondent = correspondent
    time = now.wall
  }
}
