import Client

/// Keeps something about what passes a front in a file: what is not sent yet, how far the output has come.
public protocol Ledger: AnyObject {
  /// Whether nothing may go to the server that is not kept.
  var precedesSending: Bool { get }
  /// Something is shown, or concerns the ledger alone.
  func note(_ notice: Notice)
  /// Writes what there is to keep. Called at the end of each turn, before the turn's bytes go to the server.
  ///
  /// - Parameter isDrained: Whether all that was shown has been written to the output.
  /// - Returns: Why it cannot be kept; nil where it was.
  func save(isDrained: Bool) -> String?
}

extension Ledger {
  /// What is kept says nothing of what is sent.
  public var precedesSending: Bool { false }

  /// Saves, and gives what the front has to say where that fails.
  func failure(savingWhere isDrained: Bool) -> FlushResult? {
    save(isDrained: isDrained).map { precedesSending ? .notKept($0) : .failed($0) }
  }
}
