import Wire

/// What others do that a person does not want to see: who comes and goes (`--hide`).
public struct HiddenEvents: Equatable, Sendable {
  /// What can be hidden, in the words of records.
  public static let all: [RecordEvent] = [.join, .part, .quit, .nick, .away, .back, .mode, .topic]

  private var events: Set<RecordEvent> = []

  /// Nothing is hidden.
  public init() {}

  /// Hides the kinds that a text names, with commas or blanks between them. Gives a word that names none; nil: each does.
  public mutating func add(_ text: String) -> String? {
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) {
      guard let event = HiddenEvents.all.first(where: { $0.rawValue == word }) else { return word }
      events.insert(event)
    }
    return nil
  }

  /// Whether a record is hidden: what one does oneself is not.
  public func hides(_ record: Record, from ownName: [UInt8]?) -> Bool {
    events.contains(record.event) && !(ownName.map { ASCIIFold.equal($0, record.from) } ?? false)
  }
}
