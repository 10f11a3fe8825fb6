import FoundationEssentials
import TestSupport
import Testing

@testable import Client

@Suite("Reading JSON")
struct JSONReaderTests {
  @Test(
    "strings are read with their escapes undone",
    arguments: [
      (#""""#, ""), (#" "a" "#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""é😀\u00e9\u00C9""#, "é😀éÉ"),
      (#""\ud83d\ude00\u0000""#, "😀\u{0}"), (#""\u2028\uFFFF""#, "\u{2028}\u{FFFF}"),
    ])
  func strings(text: String, string: String) throws {
    #expect(try JSONReader.value(of: Array(text.utf8)) == .string(Array(string.utf8)))
  }

  @Test(
    "every kind of value is known",
    arguments: [
      ("null", .null), ("true", .other), ("false", .other), ("-0", .other), ("12.50e-7", .other),
      ("0E+1", .other),
      ("[ ]", .other), (#"[1, [] ,{"a" : [null]}]"#, .other), ("{ }", .object([])),
    ] as [(String, JSONValue)])
  func values(text: String, value: JSONValue) throws {
    #expect(try JSONReader.value(of: Array(text.utf8)) == value)
  }

  @Test("the members of an object stand in their order")
  func members() throws {
    let value = try JSONReader.value(of: Array(#" {"a":"1","b":{"c":null},"a":[2]} "#.utf8))
    let nested = JSONValue.object([.init(name: Array("c".utf8), value: .null)])
    #expect(
      value
        == .object([
          .init(name: Array("a".utf8), value: .string(Array("1".utf8))),
          .init(name: Array("b".utf8), value: nested), .init(name: Array("a".utf8), value: .other),
        ]))
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "nul", "nulll", "True", "01", "+1", ".5", "1.", "1e", "-", "0x1", "NaN", "'a'", #""a"#,
      "\"a\nb\"", "\"\u{1F}\"",
      #""\x41""#, #""\u12g4""#, #""\u12"#, #""\"#, "[1,]", "[,1]", "[1 2]", "[1", "{,}", #"{"a"}"#,
      #"{"a":}"#, #"{"a":1,}"#,
      #"{a:1}"#, #"{"a":1"#, #"{"a" 1}"#, "1 1", "{}}", "\u{A0}1", "// no\n1", #""\ud83d\n""#, #""\ud83dx""#,
      #""\ud83d\u0041""#,
      #""\ude00""#,
    ])
  func faults(text: String) {
    #expect(throws: JSONFault.self) { try JSONReader.value(of: Array(text.utf8)) }
  }

  @Test("nesting is bounded, so that no line uses up the stack")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(try JSONReader.value(of: nested(512)) == .other)
    #expect(throws: JSONFault.notJSON) { try JSONReader.value(of: nested(513)) }
    #expect(throws: JSONFault.notJSON) {
      try JSONReader.value(of: Array(String(repeating: "{\"a\":", count: 100_000).utf8))
    }
  }

  /// Whether a comma stands before a closing bracket: RFC 8259 knows no such comma, but Foundation takes it.
  private static func holdsTrailingComma(_ text: [UInt8]) -> Bool {
    let dense = text.filter { $0 > 0x20 }
    return zip(dense, dense.dropFirst()).contains { $0 == 0x2C && ($1 == 0x5D || $1 == 0x7D) }
  }

  @Test("Foundation's reader takes and refuses the same, and reads the same")
  func agrees() {
    let seeds = [
      #"{"event":"message","to":"bob","text":"h\u0069 \ud83d\ude00\n","more":{"a":[1,null,-2.5e3]},"x":true}"#,
      #" [ "a" , {"b" : [ ] } , 0.1E-2, false ] "#,
    ].map { Array($0.utf8) }
    let favourites = Array("{}[]:,\"\\u0d8e+-.1 tnf\n".utf8)
    var random = SeededGenerator(seed: 41)
    var taken = 0
    for number in 0..<6000 {
      var text = seeds[number % seeds.count]
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: text.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.remove(at: place)
        case 1: text[place] = favourites.randomElement(using: &random) ?? 0x20
        default: text.insert(text[Int.random(in: text.indices, using: &random)], at: place)
        }
      }
      if JSONReaderTests.holdsTrailingComma(text) { continue }
      let theirs = try? JSONDecoder().decode(Anything.self, from: Data(text))
      let ours = try? JSONReader.value(of: text)
      #expect(ours.map(sorted) == (theirs?.value).map(sorted), "\(String(decoding: text, as: UTF8.self))")
      if ours != nil { taken += 1 }
    }
    #expect(taken > 500)
  }
}

/// The value with the members of its objects in an order of their own: Foundation has none. Of two with one name the
/// last counts.
private func sorted(_ value: JSONValue) -> JSONValue {
  guard case .object(let members) = value else { return value }
  let byName = Dictionary(members.map { ($0.name, sorted($0.value)) }) { $1 }
  let names = byName.keys.sorted { $0.lexicographicallyPrecedes($1) }
  return .object(names.compactMap { name in byName[name].map { .init(name: name, value: $0) } })
}

/// What Foundation's reader makes of a text.
private struct Anything: Decodable {
  let value: JSONValue

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Key.self) {
      value = .object(
        try object.allKeys.map { key in
          .init(name: Array(key.stringValue.utf8), value: try object.decode(Anything.self, forKey: key).value)
        })
    } else if var array = try? decoder.unkeyedContainer() {
      while !array.isAtEnd { _ = try array.decode(Anything.self) }
      value = .other
    } else {
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        value = .null
      } else if (try? single.decode(Bool.self)) != nil || (try? single.decode(Double.self)) != nil {
        value = .other
      } else {
        value = .string(Array(try single.decode(String.self).utf8))
      }
    }
  }
}
