/// A record that comes in: what `join --input` is given, and what `send --unsent` has kept.
struct IncomingRecord: Equatable, Sendable {
  /// What it reports; nil for a word that is none of ``RecordEvent``.
  var event: RecordEvent?
  /// The room or name that it is for.
  var to: [UInt8] = []
  /// What it says.
  var text: [UInt8] = []
  /// Whether it says who said it: it is another's, and passes through.
  var hasSender = false
  /// Where it has passed.
  var via = Via()
  /// Its id, where it has one.
  var id: [UInt8]?

  /// What its text is to be sent as; nil where it is nothing that is sent.
  var kind: MessageKind? {
    switch event {
    case .message: .message
    case .notice: .notice
    case .action: .action
    default: nil
    }
  }
}

/// Why a line is no record.
struct RecordFault: Error, Equatable, Sendable {
  /// What is wrong, in a few words that can follow `line 3: `. Never holds controls.
  let text: String
}

/// Reads records: the inverse of what ``RecordWriter`` writes. Of a record that says nothing to anybody, only its
/// event is looked at.
enum RecordReading {}
