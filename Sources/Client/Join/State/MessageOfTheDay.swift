/// What the server has to say to everybody who comes, as far as it has been told.
struct MessageOfTheDay: Sendable {
  /// The most lines that are shown: a server that goes on takes no more memory.
  static let mostLines = 200

  private var lines: [[UInt8]] = []
  /// What the person has seen.
  private var seen: [[UInt8]] = []
  /// Whether somebody asked for it, and is told also what was seen before.
  private var isAsked = false

  /// Somebody asks for it.
  mutating func ask() { isAsked = true }

  /// It begins.
  mutating func begin() { lines = [] }

  /// A line of it, which servers begin with `- `.
  mutating func append(_ line: [UInt8]) {
    let text = line.starts(with: "- ".utf8) ? Array(line.dropFirst(2)) : line
    if lines.count < MessageOfTheDay.mostLines { lines.append(text) }
  }

  /// It has ended, or there is none. Gives what is to be told: what was asked for, and to a person what is new; nil:
  /// nothing is.
  mutating func end(forPerson: Bool) -> [[UInt8]]? {
    defer {
      seen = lines
      lines = []
      isAsked = false
    }
    return isAsked || forPerson && !lines.isEmpty && lines != seen ? lines : nil
  }
}
