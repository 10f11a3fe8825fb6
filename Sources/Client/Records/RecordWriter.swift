/// The form in which records are written.
public enum RecordFormat: String, CaseIterable, Sendable {
  /// Lines for people; see ``TextRendering``.
  case text
  /// Five columns parted by tabs.
  case tsv
  /// JSON Lines.
  case json
}

/// What stands behind each record.
public enum RecordEnd: UInt8, Sendable {
  /// A newline.
  case newline = 0x0A
  /// A NUL, for `xargs -0` and its like.
  case nul = 0x00
}

/// Writes records in one form. None of the three forms ever holds the byte that ends a record, so no text can
/// forge a record.
public struct RecordWriter: Sendable {
  /// The form.
  public var format: RecordFormat
  /// What ends a record.
  public var end: RecordEnd
  /// How ``RecordFormat/text`` looks.
  public var rendering: TextRendering

  /// A writer.
  public init(_ format: RecordFormat, end: RecordEnd = .newline, rendering: TextRendering = TextRendering()) {
    self.format = format
    self.end = end
    self.rendering = rendering
  }

  /// Appends the record with its end.
  public func append(_ record: Record, to output: inout [UInt8]) {
    switch format {
    case .text: rendering.append(record, to: &output)
    case .tsv: record.appendTSV(to: &output)
    case .json: record.appendJSON(to: &output)
    }
    output.append(end.rawValue)
  }
}
