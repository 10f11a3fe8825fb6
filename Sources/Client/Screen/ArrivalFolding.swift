import Wire

/// Arrivals and departures that come at once, so that many of a kind become one line.
///
/// Their owner keeps them here as long as nothing else comes. It takes them out before it shows anything else, so that
/// no line moves past another, and when ``deadline`` has come: a second after the last of them, since those who come
/// back after an outage come one after the other, and five seconds after the first at the latest.
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

  /// How long after an arrival the next one is waited for, in milliseconds.
  public static let quiet: Int64 = 1000
  /// How long the first of them is kept at most, in milliseconds.
  public static let longest: Int64 = 5000

  private var kept: [Record] = []
  private var first: Int64 = 0
  private var last: Int64 = 0
  private var deeds: [[UInt8]: RecordEvent] = [:]

  /// None kept.
  public init() {}

  /// Whether none is kept.
  public var isEmpty: Bool { kept.isEmpty }

  /// When what is kept is to be shown, on the monotonic clock; nil: nothing is kept.
  public var deadline: Int64? {
    isEmpty ? nil : min(last + ArrivalFolding.quiet, first + ArrivalFolding.longest)
  }

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

  /// Keeps an arrival or departure that came at that time, in milliseconds of the monotonic clock.
  public mutating func keep(_ record: Record, at now: Int64 = 0) {
    if isEmpty { first = now }
    last = now
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
