/// The value of an option after it was read.
enum OptionValue: Equatable, Sendable {
  case flag(Bool)
  case number(Int)
  case duration(Duration)
  case text(String)
}

/// Why a value was refused, to be said after the option's name.
struct ValueError: Error {
  let problem: String
}

extension ValueKind {
  /// Reads a value, or says what is wrong with it. Flags take none and are never asked.
  func parse(_ text: String) throws(ValueError) -> OptionValue {
    switch self {
    case .number(let range): return .number(try wholeNumber(text, in: range))
    case .seconds(let words):
      if !words.contains(text) { return .duration(try positiveSeconds(text, or: words)) }
    case .choice(let words):
      guard words.contains(text) else {
        throw ValueError(problem: "\(shown(text)) is not one of \(words.joined(separator: ", "))")
      }
    case .file:
      guard !text.isEmpty else { throw ValueError(problem: "the file name is empty") }
    case .text, .room:
      guard !text.isEmpty else { throw ValueError(problem: "the value is empty") }
    case .anyText, .flag, .toggle, .shorthand: break
    }
    return .text(text)
  }
}

private func wholeNumber(_ text: String, in range: ClosedRange<Int>) throws(ValueError) -> Int {
  // Int("+8") is 8: digits alone keep a typing slip from passing as a number.
  if !text.isEmpty, text.utf8.allSatisfy(isDigit), let number = Int(text), range.contains(number) {
    return number
  }
  let wanted =
    range.upperBound == .max
    ? "a whole number from \(range.lowerBound) up"
    : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  throw ValueError(problem: "\(shown(text)) is not \(wanted)")
}

private func positiveSeconds(_ text: String, or words: [String]) throws(ValueError) -> Duration {
  let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  let mostDigits = 9  // thirty years, far from overflow
  if parts.count <= 2, let whole = parts.first, (2 - parts.count...mostDigits).contains(whole.count),
    parts.count == 1 || (1...3).contains(parts[1].count),
    parts.joined().allSatisfy(isDigit)
  {
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    let digits = Array(whole) + fraction + Array(repeating: UInt8(ascii: "0"), count: 3 - fraction.count)
    let milliseconds = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    if milliseconds > 0 { return .milliseconds(milliseconds) }
  }
  let others = words.isEmpty ? "" : ", or one of \(words.joined(separator: ", "))"
  throw ValueError(problem: "\(shown(text)) is not a number of seconds above 0, such as 30 or 0.5\(others)")
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
