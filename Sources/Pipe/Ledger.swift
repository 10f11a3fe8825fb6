import Client

/// Keeps something about what passes a front in a file: what is not sent yet, how far the output has come.
public protocol Ledger: AnyObject {
  /// Whether nothing may go to the server that is not kept.
  var precedesSending: Bool { get }
  /// Something is shown, or concerns the ledger alone.
  func note(_ notice: Notice)
  /// Writes what there is to keep. Called at the end of each turn, before the turn's bytes go to the server.
  ///
  /// - Parameter unwritten: How many of the records and data that were shown last are not wholly written to the output.
  /// - Returns: Why it cannot be kept; nil where it was.
  func save(unwritten: Int) -> String?
}

extension Ledger {
  /// What is kept says nothing of what is sent.
  public var precedesSending: Bool { false }

  /// Saves, and gives what the front has to say where that fails.
  func failure(saving unwritten: Int) -> FlushResult? {
    save(unwritten: unwritten).map { precedesSending ? .notKept($0) : .failed($0) }
  }
}
