/// A session on its way into its rooms.
struct Entering: Equatable, Sendable {
  /// The rooms that are not joined yet.
  var left: [[UInt8]]
  /// Whether there is nothing to do without any room.
  let needsRoom: Bool
  /// What is to be fetched of what was said before, once they are; nil: nothing.
  var catchUp: CatchUp?
}
