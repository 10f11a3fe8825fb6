/// Client-only tags (IRCv3 message-tags) of chatnet's own.
enum ClientTag {
  /// The sender's own id of a message. Whoever has seen it from the same sender drops the message: it was sent again
  /// because its acceptance was not heard of.
  static let id: StaticString = "+chatnet/id"
  /// That a message is for those who are here: it does not wait for somebody who is not.
  static let online: StaticString = "+chatnet/online"
  /// Where a message has passed (``Via``), so that a bridge passes over what has passed it, and a command is not run for
  /// what it has caused.
  static let via: StaticString = "+chatnet/via"
}
