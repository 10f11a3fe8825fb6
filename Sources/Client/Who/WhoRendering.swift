import Wire

/// How `who` writes its answer.
public struct WhoRendering: Equatable, Sendable {
  /// The form: columns aligned for people, columns parted by tabs, or JSON Lines.
  public var format: RecordFormat
  /// What ends each record.
  public var end: RecordEnd
  /// Whether all that is known is written, or the names alone. JSON always has all.
  public var isLong: Bool

  /// A rendering.
  public init(_ format: RecordFormat, end: RecordEnd = .newline, isLong: Bool = false) {
    self.format = format
    self.end = end
    self.isLong = isLong
  }

  /// The entries, one a record, in the order given.
  public func bytes(of entries: [WhoEntry]) -> [UInt8] {
    var output: [UInt8] = []
    let rows = format == .json ? [] : entries.map(columns)
    let widths = format == .text ? WhoRendering.widths(of: rows) : []
    for index in entries.indices {
      if format == .json {
        appendJSON(entries[index], to: &output)
      } else {
        append(rows[index], widths, to: &output)
      }
      output.append(end.rawValue)
    }
    return output
  }

  // MARK: Columns

  private func columns(of entry: WhoEntry) -> [[UInt8]] {
    // Names alone are no columns: nothing in them is escaped that a terminal or a line can bear.
    if !isLong { return [Array(Escaping.visible(entry.name, as: .name).utf8)] }
    let away = entry.away.map { $0.isEmpty ? Array("away".utf8) : $0 }
    let idle = entry.idle.map { format == .text ? WhoRendering.span(seconds: $0) : String($0) }
    return [
      escaped(entry.name), escaped(Array(entry.rooms.joined(separator: [0x2C]))),
      escaped(entry.account ?? []),
      escaped(away ?? []), Array((idle ?? "").utf8), Array((entry.since?.rfc3339 ?? "").utf8),
    ]
  }

  private func escaped(_ bytes: [UInt8]) -> [UInt8] {
    var column: [UInt8] = []
    if format == .text {
      Escaping.appendVisible(bytes, to: &column)
    } else {
      Escaping.appendColumn(bytes, to: &column)
    }
    return column
  }

  private func append(_ row: [[UInt8]], _ widths: [Int], to output: inout [UInt8]) {
    if format == .tsv {
      output += row.joined(separator: [0x09])
      return
    }
    // Nothing stands behind the last column that is filled.
    guard let last = row.lastIndex(where: { !$0.isEmpty }) else { return }
    for index in 0...last {
      output += row[index]
      let gap = widths[index] - WhoRendering.width(of: row[index]) + 2
      if index < last { output += [UInt8](repeating: 0x20, count: gap) }
    }
  }

  private static func widths(of rows: [[[UInt8]]]) -> [Int] {
    guard let first = rows.first else { return [] }
    return first.indices.map { column in rows.reduce(0) { max($0, width(of: $1[column])) } }
  }

  private static func width(of column: [UInt8]) -> Int {
    String(decoding: column, as: UTF8.self).reduce(0) { $0 + $1.cells }
  }

  /// A span of time in its largest unit: `12s`, `5m`, `3h`, `2d`.
  static func span(seconds: Int) -> String {
    switch seconds {
    case ..<60: "\(seconds)s"
    case ..<3600: "\(seconds / 60)m"
    case ..<86_400: "\(seconds / 3600)h"
    default: "\(seconds / 86_400)d"
    }
  }

  // MARK: JSON

  private func appendJSON(_ entry: WhoEntry, to output: inout [UInt8]) {
    output.append("{\"name\":")
    Escaping.appendJSONString(entry.name, to: &output)
    output.append(",\"rooms\":[")
    for (index, room) in entry.rooms.enumerated() {
      if index > 0 { output.append(",") }
      Escaping.appendJSONString(room, to: &output)
    }
    output.append("]")
    if let account = entry.account {
      output.append(",\"account\":")
      Escaping.appendJSONString(account, to: &output)
    }
    if let away = entry.away {
      output.append(",\"away\":")
      Escaping.appendJSONString(away, to: &output)
    }
    if let idle = entry.idle {
      output.append(",\"idle\":")
      output.append(decimal: idle)
    }
    if let since = entry.since {
      output.append(",\"since\":\"")
      since.append(to: &output)
      output.append("\"")
    }
    output.append("}")
  }
}
