/// What a phase of a scenario does with what its clients read.
protocol Listener {
  /// A client is connected.
  mutating func connected(_ client: Int, of crowd: Crowd) throws(Failure)
  /// A client has read a text of ours.
  mutating func message(from sender: Int, sequence: UInt32, by client: Int, of crowd: Crowd) throws(Failure)
  /// A client has read any other line but PING and ERROR.
  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure)
}

extension Listener {
  mutating func connected(_ client: Int, of crowd: Crowd) throws(Failure) {}
  mutating func message(from sender: Int, sequence: UInt32, by client: Int, of crowd: Crowd) throws(Failure) {
    throw Failure("client \(client) was sent a message that nobody wrote")
  }
  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {}
}
