/// " (did you mean X?)" where one or two of the known words are near to what was typed, else nothing.
func suggestion(for word: String, among known: [String]) -> String {
  // One-letter options are all one edit apart: a guess among them would be noise.
  guard word.count > 2 else { return "" }
  let near = known.filter { $0.count > 2 && (isOneEdit(from: word, to: $0) || $0.hasPrefix(word)) }
  return (1...2).contains(near.count) ? " (did you mean \(near.joined(separator: " or "))?)" : ""
}

/// Whether one letter added, left out, replaced or swapped with its neighbour makes `word` into `other`.
private func isOneEdit(from word: String, to other: String) -> Bool {
  let a = Array(word)
  let b = Array(other)
  let start = zip(a, b).prefix { $0 == $1 }.count
  let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
  let restA = a[start..<(a.count - end)]
  let restB = b[start..<(b.count - end)]
  if restA.count == 2, restB.count == 2 { return restA.elementsEqual(restB.reversed()) }
  return max(restA.count, restB.count) == 1
}
