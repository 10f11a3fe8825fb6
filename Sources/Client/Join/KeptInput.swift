import Wire

/// A line, or a block of lines, that a person entered and that is not done yet: there is no connection, or something
/// before it has to be answered first.
struct KeptInput: Equatable, Sendable {
  /// As it was entered.
  let bytes: [UInt8]
  /// Whom `/reply` meant when it was entered: whoever writes in private meanwhile is not answered.
  var correspondent: [UInt8]?
  /// When it was entered.
  var time: Timestamp

  /// Something that was entered now.
  init(_ bytes: [UInt8], replyingTo correspondent: [UInt8]? = nil, _ now: Moment) {
    self.bytes = bytes
    self.correspondent = correspondent
    time = now.wall
  }
}
