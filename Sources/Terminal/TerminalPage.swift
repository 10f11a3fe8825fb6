import Client
import Wire

/// What stands above the prompt: records become lines, and what they tell about people is remembered.
struct TerminalPage {
  /// How many speakers are remembered for completing their names.
  private static let mostSpeakers = 100
  /// How many names of a list wait for its end; more stand each in a line of its own.
  private static let mostListed = 10_000

  private var writer: RecordWriter
  private let hasBell: Bool
  private var lines: [UInt8] = []
  private var listed: [Record] = []
  private var speakers: [[UInt8]] = []
  /// The name by which the server knows this client; nil before it is known.
  private(set) var ownName: [UInt8]?

  init(writer: RecordWriter, hasBell: Bool) {
    self.writer = writer
    self.hasBell = hasBell
  }

  /// Whether lines of rooms name their room.
  var namesRooms: Bool {
    get { writer.rendering.namesRooms }
    set { writer.rendering.namesRooms = newValue }
  }

  mutating func append(_ bytes: [UInt8]) {
    lines += bytes
  }

  mutating func append(diagnostic line: String) {
    let isRed = writer.rendering.hasColour
    lines += Array((isRed ? "\u{1B}[31m\(line)\u{1B}[0m\n" : "\(line)\n").utf8)
  }

  mutating func append(remark text: String) {
    lines += Array("-- \(text)\n".utf8)
  }

  /// Says who is in the room, where there is one.
  mutating func append(present roster: Roster, at time: Timestamp) {
    guard writer.format == .text, roster.rooms.count == 1 else { return }
    let users = sorted(roster.names).map { Record(.user, time: time, from: $0, to: roster.rooms[0]) }
    writer.rendering.append(
      users, endedBy: Record(.end, time: time, to: roster.rooms[0], text: Array("user".utf8)), to: &lines)
    lines.append(writer.end.rawValue)
  }

  mutating func append(_ record: Record) {
    learn(record)
    if case .clock = writer.rendering.time {
      let offset = TerminalState.secondsFromUTC(at: record.time.milliseconds / 1000)
      writer.rendering.time = .clock(secondsFromUTC: offset)
    }
    if writer.format == .text, fold(record) { return }
    writer.append(record, to: &lines)
    if rings(record) { lines.append(0x07) }
  }

  /// Takes what has been written.
  mutating func take() -> [UInt8] {
    defer { lines.removeAll(keepingCapacity: true) }
    return lines
  }

  /// What Tab offers: those first who spoke last.
  func completion(for roster: Roster) -> ChatLineCompletion {
    let own = ownName ?? []
    let silent = sorted(roster.names).filter { name in !speakers.contains { ASCIIFold.equal($0, name) } }
    let others = (speakers + silent).filter { !ASCIIFold.equal($0, own) }
    return ChatLineCompletion(rooms: roster.rooms, names: others)
  }

  // MARK: Inside

  private func sorted(_ names: [[UInt8]]) -> [[UInt8]] {
    names.sorted(by: TerminalPage.precedes)
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    ASCIIFold.lower(left.span).lexicographicallyPrecedes(ASCIIFold.lower(right.span))
  }

  private mutating func learn(_ record: Record) {
    switch record.event {
    case .ready: ownName = record.from
    case .nick:
      if let name = ownName, ASCIIFold.equal(record.from, name) { ownName = record.text }
      speakers = speakers.map { ASCIIFold.equal($0, record.from) ? record.text : $0 }
    case .message, .action:
      speakers.removeAll { ASCIIFold.equal($0, record.from) }
      speakers.insert(record.from, at: 0)
      if speakers.count > TerminalPage.mostSpeakers { speakers.removeLast() }
    case .quit: speakers.removeAll { ASCIIFold.equal($0, record.from) }
    default: break
    }
    writer.rendering.ownName = ownName ?? []
  }

  /// Keeps the names of a list until its end comes, and writes them in one line then.
  private mutating func fold(_ record: Record) -> Bool {
    switch record.event {
    case .user where listed.count < TerminalPage.mostListed: listed.append(record)
    case .end where record.text == Array("user".utf8):
      let users = listed.sorted { TerminalPage.precedes($0.from, $1.from) }
      writer.rendering.append(users, endedBy: record, to: &lines)
      lines.append(writer.end.rawValue)
      listed = []
    default: return false
    }
    return true
  }

  /// Whether a person, and no server or program, wants this person's attention now.
  private func rings(_ record: Record) -> Bool {
    guard hasBell, record.event == .message || record.event == .action,
      !record.from.contains(UInt8(ascii: ".")), let ownName, !ASCIIFold.equal(record.from, ownName)
    else { return false }
    return record.isPrivate || writer.rendering.isMention(record)
  }
}
