extension RecordReading {
  /// Reads a record of five columns, `time event from to text`, given without its end.
  ///
  /// - Throws: Where the columns are not five, or one that is needed is empty or wrongly escaped.
  static func tsv(_ line: [UInt8]) throws(RecordFault) -> IncomingRecord {
    let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard columns.count == 5 else {
      let found = columns.count == 1 ? "1 column" : "\(columns.count) columns"
      throw RecordFault(text: "\(found) where a record has 5")
    }
    var record = IncomingRecord(event: RecordEvent(rawValue: String(decoding: columns[1], as: UTF8.self)))
    if record.kind == nil { return record }
    record.hasSender = !columns[2].isEmpty
    record.to = try bytes(columns[3])
    record.text = try bytes(columns[4])
    if record.to.isEmpty { throw RecordFault(text: "the column to is empty") }
    return record
  }

  private static func bytes(_ column: ArraySlice<UInt8>) throws(RecordFault) -> [UInt8] {
    guard let bytes = Escaping.unescaped(column: column) else {
      throw RecordFault(text: #"a backslash stands before what is none of \ t n r and xHH"#)
    }
    return bytes
  }
}
