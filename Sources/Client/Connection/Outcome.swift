/// How a client's run ended; each is an exit code of its own.
public enum Outcome: Equatable, Sendable {
  /// Everything that was asked for has been done.
  case done
  /// The answer to a question is no.
  case answerIsNo
  /// What was to be sent cannot be a message.
  case badInput
  /// No user or room has that name.
  case noSuchTarget
  /// The server's host has no address.
  case unknownHost
  /// There is no connection, or it was lost.
  case noConnection
  /// The name is taken, or the server does not allow it.
  case nameRefused
  /// Input cannot be read.
  case cannotReadInput
  /// Output cannot be written.
  case cannotWriteOutput
  /// No answer came in time.
  case gaveUpWaiting
  /// The other end does not speak IRC, or not enough of it.
  case protocolFault
  /// The server does not permit it.
  case notPermitted
}

/// Something that went wrong.
public struct Failure: Error, Equatable, Sendable {
  /// What it ends the run with, if nothing failed before it.
  public let outcome: Outcome
  /// What it is about: a name, a room, a line. Empty where it is about the whole. As it came: it may hold anything.
  public let about: [UInt8]
  /// What is wrong, in a few words that can follow `about: `. Never holds controls.
  public let text: String
  /// The same for a record, which escapes it by itself: what the server said in it is as it came.
  public let words: [UInt8]

  /// A failure of that kind.
  public init(_ outcome: Outcome, about: [UInt8] = [], _ text: String) {
    self.outcome = outcome
    self.about = about
    self.text = text
    words = Array(text.utf8)
  }

  /// A failure of that kind, in words that may hold anything.
  public init(_ outcome: Outcome, about: [UInt8] = [], words: [UInt8]) {
    self.outcome = outcome
    self.about = about
    self.words = words
    text = Escaping.visible(words)
  }
}
