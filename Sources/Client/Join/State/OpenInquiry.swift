/// What the answer to an inquiry of the person is for.
enum OpenInquiry: Equatable, Sendable {
  /// The password for this, which the line asked for.
  case password(AccountErrand, KeptInput)
  /// The server's password, without which it lets nobody in.
  case serverPassword
  /// Whether what is old is to be sent: so many of the inputs that were kept, and the messages.
  case old(inputs: Int)
}
