/// The code of a Swift file: what is neither a comment nor the text of a string literal. What is interpolated into a
/// literal is code.
struct SwiftCode {
  /// The code as it stands, a blank in the place of all that was left out.
  let text: String
  /// The names and keywords in it, in order, each with all that follows it.
  let words: [(word: Substring, rest: Substring)]

  init(_ source: String) {
    var reader = SwiftCodeReader(source)
    text = String(decoding: reader.read(), as: UTF8.self)
    words = SwiftCode.words(of: text)
  }

  private static func words(of text: String) -> [(word: Substring, rest: Substring)] {
    var words: [(Substring, Substring)] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: SwiftCode.isOfWord) {
      rest = rest[start...]
      let end = rest.firstIndex { !SwiftCode.isOfWord($0) } ?? rest.endIndex
      words.append((rest[..<end], rest[end...]))
      rest = rest[end...]
    }
    return words
  }

  /// The types and literals of dictionaries in it: `[K: V]`, `["a": 1]`, `[:]`.
  var dictionaries: [Substring] {
    text.indices.filter { text[$0] == "[" && beginsExpression(at: $0) }.compactMap { start in
      let inside = SwiftCode.enclosed(in: text[start...])
      return SwiftCode.hasColon(inside) ? text[start...].prefix(inside.count + 2) : nil
    }
  }

  /// Whether a bracket there opens a type or a literal, and not a subscript.
  private func beginsExpression(at place: String.Index) -> Bool {
    guard let last = text[..<place].last(where: { $0 != " " && $0 != "\n" }) else { return true }
    // What stands on a line of its own, or behind a keyword, is no subscript either.
    if text[..<place].last == " ", SwiftCode.isOfWord(last) { return true }
    return !SwiftCode.isOfWord(last) && !")]?!`".contains(last)
  }

  /// What stands between the bracket or parenthesis that the text begins with and the one that belongs to it.
  static func enclosed(in text: Substring) -> Substring {
    var depth = 0
    for place in text.indices {
      if "([{".contains(text[place]) { depth += 1 }
      if ")]}".contains(text[place]) { depth -= 1 }
      if depth == 0 { return text[text.index(after: text.startIndex)..<place] }
    }
    return text.dropFirst()
  }

  /// Whether there is a colon that belongs to no inner bracket and to no `a ? b : c`.
  private static func hasColon(_ text: Substring) -> Bool {
    var (depth, questions) = (0, 0)
    var last: Character = " "
    for character in text {
      defer { last = character }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if depth == 0, character == "?", last == " " { questions += 1 }
      guard depth == 0, character == ":" else { continue }
      if questions == 0 { return true }
      questions -= 1
    }
    return false
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}

/// Goes through a file once.
private struct SwiftCodeReader {
  private let source: [UInt8]
  private var place = 0
  private var code: [UInt8] = []

  init(_ source: String) { self.source = Array(source.utf8) }

  mutating func read() -> [UInt8] {
    readCode()
    return code
  }

  private func isNext(_ text: StaticString, behind offset: Int = 0) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + offset + count <= source.count else { return false }
    return (0..<count).allSatisfy { source[place + offset + $0] == text.utf8Start[$0] }
  }

  /// Reads code to the end of the file or, in an interpolation, to the parenthesis that closes it.
  private mutating func readCode(isInterpolated: Bool = false) {
    var depth = 0
    while place < source.count {
      if isNext("//") {
        skipLine()
      } else if isNext("/*") {
        skipComment()
      } else if !skipLiteral() {
        let byte = source[place]
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if depth < 0, isInterpolated { return }
        code.append(byte)
        place += 1
      }
    }
  }

  private mutating func skipLine() {
    while place < source.count, source[place] != 0x0A { place += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if isNext("/*") {
        depth += 1
        place += 2
      } else if isNext("*/") {
        depth -= 1
        place += 2
      } else {
        place += 1
      }
    } while depth > 0 && place < source.count
    code.append(UInt8(ascii: " "))
  }

  /// Passes over a literal, but for what is interpolated into it; false where none begins here.
  private mutating func skipLiteral() -> Bool {
    var hashes = 0
    while isNext("#", behind: hashes) { hashes += 1 }
    guard isNext("\"", behind: hashes) else { return false }
    let isLong = isNext("\"\"\"", behind: hashes)
    place += hashes + (isLong ? 3 : 1)
    code.append(UInt8(ascii: " "))
    let marks = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    let end = [UInt8](repeating: UInt8(ascii: "\""), count: isLong ? 3 : 1) + marks
    let escape = [UInt8(ascii: "\\")] + marks
    while place < source.count, !source[place...].starts(with: end) {
      guard source[place...].starts(with: escape) else {
        place += 1
        continue
      }
      place += escape.count
      let isInterpolated = isNext("(")
      place += 1
      if isInterpolated {
        readCode(isInterpolated: true)
        place += 1
        code.append(UInt8(ascii: " "))
      }
    }
    place += end.count
    return true
  }
}
