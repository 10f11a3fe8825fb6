import Wire

extension Record {
  /// Appends `time event from to text`, parted by tabs, without an end: exactly five columns whatever they hold.
  public func appendTSV(to line: inout [UInt8]) {
    time.append(to: &line)
    line.append("\t")
    line.append(contentsOf: event.rawValue.utf8)
    for column in [from, to, text] {
      line.append("\t")
      Escaping.appendColumn(column, to: &line)
    }
  }
}
