/// The bounds of a client's turn and of its goodbye.
enum LoopLimits {
  /// How many bytes may wait to be sent before no more input is read.
  static let mostPending = 256 * 1024
  /// How many bytes may wait to be sent before the server is not read from any more. Far more than
  /// ``mostPending``: a server may hold its reading back until its own output is read.
  static let mostUnread = 4 * 1024 * 1024
  /// How often a turn reads from the server.
  static let readsPerTurn = 4
  /// How long the goodbye may take, in milliseconds.
  static let goodbye: Int64 = 1000
  /// By how much a wait that lasts longer than it should tells that this process was stopped, in milliseconds.
  static let oversleeping: Int64 = 1000
}
