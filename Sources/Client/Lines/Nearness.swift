/// Whether a word that is none of those known was surely meant to be one of them.
enum Nearness {
  /// One or two of the known words that are near to what was typed; else none.
  static func words(near word: String, among known: [String]) -> [String] {
    // Words of one or two letters are all one edit apart: a guess among them would be noise.
    guard word.count > 2 else { return [] }
    let longer = known.filter { $0.hasPrefix(word) }
    let near = longer.isEmpty ? known.filter { $0.count > 1 && isOneEdit(from: word, to: $0) } : longer
    return (1...2).contains(near.count) ? near : []
  }

  /// Whether one letter added, left out, replaced or swapped with its neighbour makes `word` into `other`.
  static func isOneEdit(from word: String, to other: String) -> Bool {
    let a = Array(word)
    let b = Array(other)
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    let restA = a[start..<(a.count - end)]
    let restB = b[start..<(b.count - end)]
    if restA.count == 2, restB.count == 2 { return restA.elementsEqual(restB.reversed()) }
    return max(restA.count, restB.count) == 1
  }
}
