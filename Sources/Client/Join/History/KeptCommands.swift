import Wire

/// A message whose command (`join --exec`) has not ended.
public struct KeptCommand: Equatable, Sendable {
  /// Tells it from the others of its file.
  public let number: Int
  /// What the command is run for.
  public let record: Record
}

/// The messages whose command has not ended, as a run with a name keeps them in the file of its ``Cursor``: a line is
/// added where a message comes in, and another where its command has ended. What is left when a run ends, however it
/// does, the next one runs.
///
/// The cursor passes over these lines, and this over the cursor's.
public struct KeptCommands: Equatable, Sendable {
  private static let beginning = Array("run".utf8)
  private static let ending = Array("ran".utf8)

  private var records: [Int: Record] = [:]
  private var highest = 0
  /// The server's ids of those that were kept last, whether or not their command has ended.
  private var ids = RecentSet<[UInt8]>(capacity: 8192)

  /// Nothing is kept.
  public init() {}

  /// What a journal tells of. What is no line of it is passed over, a last line without its end too.
  public init(journal: [UInt8]) {
    for line in journal.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      read(line.split(separator: 0x09, omittingEmptySubsequences: false))
    }
  }

  /// What is kept, oldest first.
  public var all: [KeptCommand] {
    records.keys.sorted().compactMap { number in
      records[number].map { KeptCommand(number: number, record: $0) }
    }
  }

  /// Whether nothing is kept.
  public var isEmpty: Bool { records.isEmpty }

  /// Whether it has been kept before: a run that was killed before it had noted that the message was written is told it
  /// again.
  public func knows(_ record: Record) -> Bool {
    record.id.map(ids.contains) ?? false
  }

  /// Keeps a message. Gives its number, and the line to add to the journal, with its end.
  public mutating func keep(_ record: Record) -> (number: Int, line: [UInt8]) {
    highest += 1
    put(record, highest)
    return (highest, KeptCommands.line(for: record, highest))
  }

  /// Its command has ended. Gives the line to add to the journal, with its end.
  public mutating func end(_ number: Int) -> [UInt8] {
    records[number] = nil
    return KeptCommands.ending + Array("\t\(number)\n".utf8)
  }

  /// Whether it is a line of such a journal.
  static func isLine(_ line: ArraySlice<UInt8>) -> Bool {
    let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard columns.count > 1, Bytes.decimal(Array(columns[1]).span) != nil else { return false }
    if columns.count == 2 { return columns[0].elementsEqual(ending) }
    return columns.count == 10 && columns[0].elementsEqual(beginning)
      && record(Array(columns.dropFirst(2))) != nil
  }

  /// A journal of what is kept now, for a file that has grown.
  public var journal: [UInt8] { all.flatMap { KeptCommands.line(for: $0.record, $0.number) } }

  private mutating func put(_ record: Record, _ number: Int) {
    records[number] = record
    if let id = record.id { ids.insert(id) }
  }

  // MARK: Lines

  private static func line(for record: Record, _ number: Int) -> [UInt8] {
    var line = beginning + Array("\t\(number)\t".utf8)
    record.time.append(to: &line)
    let word = Array(record.event.rawValue.utf8)
    for column in [
      word, record.from, record.to, record.text, record.id ?? [], record.account ?? [], record.via.text,
    ] {
      line.append("\t")
      Escaping.appendColumn(column, to: &line)
    }
    line.append("\n")
    return line
  }

  private mutating func read(_ columns: [ArraySlice<UInt8>]) {
    guard columns.count > 1, let number = Bytes.decimal(Array(columns[1]).span) else { return }
    if columns.count == 2, columns[0].elementsEqual(KeptCommands.ending) {
      records[number] = nil
    } else if columns.count == 10, columns[0].elementsEqual(KeptCommands.beginning),
      let record = KeptCommands.record(Array(columns.dropFirst(2)))
    {
      put(record, number)
      highest = max(highest, number)
    }
  }

  private static func record(_ columns: [ArraySlice<UInt8>]) -> Record? {
    let values = columns.dropFirst().compactMap { Escaping.unescaped(column: $0) }
    guard let time = Timestamp(rfc3339: Array(columns[0]).span), values.count == 7,
      let event = RecordEvent(rawValue: String(decoding: values[0], as: UTF8.self))
    else { return nil }
    var record = Record(
      event, time: time, from: values[1], to: values[2], text: values[3],
      id: values[4].isEmpty ? nil : values[4], account: values[5].isEmpty ? nil : values[5])
    record.isHistory = true
    record.via = Via(values[6]) ?? Via()
    return record.isSpeech ? record : nil
  }
}
