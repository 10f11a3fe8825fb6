/// A line of what `join` writes in a pipe: five columns, parted by tabs.
struct Record: Equatable, CustomStringConvertible {
  var time = ""
  var event: String
  var from = ""
  var to = ""
  var text = ""

  init(_ event: String, from: String = "", to: String = "", text: String = "") {
    self.event = event
    self.from = from
    self.to = to
    self.text = text
  }

  /// Reads a line, or throws where it has not five columns.
  init(line: String) throws {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard columns.count == 5 else { throw HarnessError("not five columns: \(line.debugDescription)") }
    self.init(columns[1], from: columns[2], to: columns[3], text: columns[4])
    time = columns[0]
  }

  /// Whether all but the time is the same.
  static func == (left: Record, right: Record) -> Bool {
    (left.event, left.from, left.to, left.text) == (right.event, right.from, right.to, right.text)
  }

  var description: String { "\(event) \(from) > \(to): \(text)" }
}

extension [Record] {
  /// Those that carry what somebody said.
  var messages: [Record] { filter { ["message", "notice", "action"].contains($0.event) } }
}
