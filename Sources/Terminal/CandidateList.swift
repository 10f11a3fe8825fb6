/// What Tab offers where there are several, in as many columns as fit.
enum CandidateList {
  /// The lines to be shown, read downwards.
  static func lines(_ candidates: [[UInt8]], columns: Int) -> [UInt8] {
    let names = candidates.map { String(decoding: $0, as: UTF8.self) }
    let widest = names.map(\.terminalCells).max() ?? 0
    let across = max(1, (columns - 1) / (widest + 2))
    let down = (names.count + across - 1) / across
    let lines = (0..<down).map { row in
      stride(from: row, to: names.count, by: down).map { place in
        let isLast = place + down >= names.count
        return names[place]
          + String(repeating: " ", count: isLast ? 0 : widest + 2 - names[place].terminalCells)
      }
    }
    return Array(lines.map { $0.joined() + "\n" }.joined().utf8)
  }
}
