import Wire

/// Arrivals and departures that come at once, so that many of a kind become one line.
///
/// Their owner keeps them here as long as nothing else comes. It takes them out before it shows anything else, so that
/// no line moves past another, and at the end of each turn.
public struct ArrivalFolding: Sendable {
  /// What is shown of those that were kept.
  public enum FoldedLine: Equatable, Sendable {
    /// One that stands for itself.
    case record(Record)
    /// Several of one kind.
    case crowd(Crowd)
  }

  /// Several people who came into a room, left it, or left the server at once.
  public struct Crowd: Equatable, Sendable {
    /// ``RecordEvent/join``, ``RecordEvent/part`` or ``RecordEvent/quit``.
    public let event: RecordEvent
    /// When the first of them did.
    public let time: Timestamp
    /// The room; empty for the server.
    public let room: [UInt8]
    /// Their names in the order in which they came or left.
    public let names: [[UInt8]]
    /// The reason that all of them gave; empty where they gave none or several.
    public let reason: [UInt8]
  }

  /// How many of a kind stand each in a line of its own.
  public static let mostSingle = 3

  private struct Kind: Hashable {
    let event: RecordEvent
    let room: [UInt8]

    init(_ record: Record) {
      event = record.event
      room = ASCIIFold.lower(record.to.span)
    }
  }

  private var kept: [Record] = []
  private var deeds: [[UInt8]: RecordEvent] = [:]

  /// None kept.
  public init() {}

  /// Whether none is kept.
  public var isEmpty: Bool { kept.isEmpty }

  /// Whether the record is one that may be kept. The person's own arrivals and departures are not; only the owner knows
  /// which these are.
  public static func folds(_ record: Record) -> Bool {
    switch record.event {
    case .join, .part, .quit: true
    default: false
    }
  }

  /// Whether the one who came or left now did something else among what is kept. There is one line for each kind, so
  /// the two could stand in the wrong order.
  public func contradicts(_ record: Record) -> Bool {
    deeds[ASCIIFold.lower(record.from.span)].map { $0 != record.event } ?? false
  }

  /// Keeps an arrival or departure.
  public mutating func keep(_ record: Record) {
    deeds[ASCIIFold.lower(record.from.span)] = record.event
    kept.append(record)
  }

  /// Takes out what was kept, as it is to be shown: a crowd stands where the first of it came.
  public mutating func takeLines() -> [FoldedLine] {
    defer {
      kept.removeAll(keepingCapacity: true)
      deeds.removeAll(keepingCapacity: true)
    }
    if kept.count <= ArrivalFolding.mostSingle { return kept.map(FoldedLine.record) }
    var kinds = Dictionary(grouping: kept, by: Kind.init)
    return kept.compactMap { record in
      let kind = Kind(record)
      guard let crowd = kinds[kind] else { return nil }
      if crowd.count <= ArrivalFolding.mostSingle { return .record(record) }
      kinds[kind] = nil
      return .crowd(Crowd(crowd, first: record))
    }
  }
}

extension ArrivalFolding.Crowd {
  fileprivate init(_ records: [Record], first: Record) {
    event = first.event
    time = first.time
    room = first.to
    names = records.map(\.from)
    reason = records.allSatisfy { $0.text == first.text } ? first.text : []
  }
}
