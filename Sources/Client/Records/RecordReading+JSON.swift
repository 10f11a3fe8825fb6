import Wire

extension RecordReading {
  /// Reads a record that is one JSON object (RFC 8259), given without its end. A byte order mark before it and members
  /// that are not known are passed over; of two with one name the last counts.
  ///
  /// - Throws: Where it is no JSON object of UTF-8, or a member that is needed is missing or no string.
  static func json(_ line: [UInt8]) throws(RecordFault) -> IncomingRecord {
    let members = try members(of: line)
    func text(_ name: StaticString) throws(RecordFault) -> [UInt8]? {
      switch members.last(where: { Bytes.equal($0.name.span, name) })?.value {
      case .string(let text): return text
      case .null, nil: return nil
      case .object, .other: throw RecordFault(text: "the member \(name) is not a string")
      }
    }
    func needed(_ name: StaticString) throws(RecordFault) -> [UInt8] {
      guard let text = try text(name) else { throw RecordFault(text: "the member \(name) is missing") }
      return text
    }
    var record = IncomingRecord(
      event: RecordEvent(rawValue: String(decoding: try needed("event"), as: UTF8.self)))
    record.id = try text("id")
    if record.kind == nil { return record }
    record.to = try needed("to")
    record.text = try needed("text")
    if case .string(let from) = members.last(where: { Bytes.equal($0.name.span, "from") })?.value {
      record.hasSender = !from.isEmpty
    }
    if let via = try text("via"), !via.isEmpty {
      guard let via = Via(via) else { throw RecordFault(text: "the member via is no list of names") }
      record.via = via
    }
    if record.to.isEmpty { throw RecordFault(text: "the member to is empty") }
    return record
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func members(of line: [UInt8]) throws(RecordFault) -> [JSONMember] {
    if let offset = Bytes.firstBreakOfUTF8(in: line.span) {
      throw RecordFault(text: TextFault.notUTF8(offset: offset).description)
    }
    let value: JSONValue
    do {
      value = try JSONReader.value(of: line.starts(with: byteOrderMark) ? Array(line.dropFirst(3)) : line)
    } catch {
      throw RecordFault(text: error == .halfPair ? "not JSON: half of a surrogate pair" : "not JSON")
    }
    guard case .object(let members) = value else { throw RecordFault(text: "not a JSON object") }
    return members
  }
}
