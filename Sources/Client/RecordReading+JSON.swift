import FoundationEssentials
import Wire

extension RecordReading {
  /// Reads a record that is one JSON object (RFC 8259), given without its end. A byte order mark before it and members
  /// that are not known are passed over.
  ///
  /// - Throws: Where it is no JSON object of UTF-8, or a member that is needed is missing or no string.
  static func json(_ line: [UInt8]) throws(RecordFault) -> IncomingRecord {
    do {
      return try decoder.decode(Members.self, from: Data(line)).record
    } catch let fault as RecordFault {
      throw fault
    } catch let DecodingError.typeMismatch(_, context) {
      guard let member = context.codingPath.first else { throw RecordFault(text: "not a JSON object") }
      throw RecordFault(text: "the member \(member.stringValue) is not a string")
    } catch {
      throw RecordFault(text: whyNotJSON(line))
    }
  }

  private static let decoder = JSONDecoder()

  /// What the decoder, which says only that it is so, found wrong.
  private static func whyNotJSON(_ line: [UInt8]) -> String {
    if case .notUTF8(let offset) = LineSplitting.fault(of: line) {
      return TextFault.notUTF8(offset: offset).description
    }
    return hasLoneSurrogate(line) ? "not JSON: half of a surrogate pair" : "not JSON"
  }

  /// Whether an escape `\uD800` to `\uDFFF` stands without the other half of its pair.
  private static func hasLoneSurrogate(_ line: [UInt8]) -> Bool {
    var rest = line[...]
    while let start = rest.firstIndex(of: 0x5C) {
      rest = rest[start...]
      guard let unit = codeUnit(rest) else {
        rest = rest.dropFirst(2)
        continue
      }
      rest = rest.dropFirst(6)
      if UTF16.isTrailSurrogate(unit) { return true }
      guard UTF16.isLeadSurrogate(unit) else { continue }
      guard let second = codeUnit(rest), UTF16.isTrailSurrogate(second) else { return true }
      rest = rest.dropFirst(6)
    }
    return false
  }

  /// The unit of UTF-16 that an escape at the start of `text` spells, if one stands there.
  private static func codeUnit(_ text: ArraySlice<UInt8>) -> UInt16? {
    guard text.starts(with: [0x5C, UInt8(ascii: "u")]), text.count >= 6 else { return nil }
    return UInt16(String(decoding: text.dropFirst(2).prefix(4), as: UTF8.self), radix: 16)
  }
}

/// The members of a record's object that count.
private struct Members: Decodable {
  let record: IncomingRecord

  private enum Key: String, CodingKey {
    case event, to, text, id
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    func bytes(_ key: Key) throws -> [UInt8]? {
      try members.decodeIfPresent(String.self, forKey: key).map { Array($0.utf8) }
    }
    func needed(_ key: Key) throws -> [UInt8] {
      guard let value = try bytes(key) else {
        throw RecordFault(text: "the member \(key.rawValue) is missing")
      }
      return value
    }
    var record = IncomingRecord(
      event: RecordEvent(rawValue: String(decoding: try needed(.event), as: UTF8.self)))
    record.id = try bytes(.id)
    if record.kind != nil {
      record.to = try needed(.to)
      record.text = try needed(.text)
      if record.to.isEmpty { throw RecordFault(text: "the member to is empty") }
    }
    self.record = record
  }
}
