import Wire

/// Why a file is no journal of unsent messages.
public struct UnsentFault: Error, Equatable, Sendable {
  /// The line at fault, counted from 1.
  public let line: Int
  /// What is wrong, in a few words.
  public let text: String
}

/// The messages that are kept between runs of `send --unsent`, as JSON Lines: a record for each message that is kept,
/// and one of the event `sent` with its id once it need not be kept any more.
public struct UnsentJournal: Sendable {
  /// What is to be added to the file.
  public private(set) var addition: [UInt8] = []
  /// Whether the file as a whole is to be replaced by ``text``: adding would not do.
  public private(set) var needsReplacing = false
  /// How many bytes ``text`` has, about.
  public private(set) var size = 0
  /// Whether the run is over.
  public private(set) var isOver = false
  /// Whether a message was kept that is not in the file yet: nothing of it may go out before it is.
  public private(set) var holdsNews = false
  /// Whether a line was torn by what ended an earlier run; what it held is left out.
  public private(set) var wasTorn = false

  private var kept: [[UInt8]: Int] = [:]
  private var order: [UnsentMessage?] = []

  /// Nothing is kept.
  public init() {}

  /// Reads what an earlier run left. A last line without its end was being written when the run was killed, and NULs
  /// stand where a machine has lost its power before the disk had what was written.
  ///
  /// - Throws: The first line that is none of a journal.
  public init(reading bytes: [UInt8]) throws(UnsentFault) {
    var number = 0
    var isJournal = false
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty { continue }
      do {
        try read(Array(line))
        isJournal = true
      } catch {
        let isLast = line.endIndex == bytes.endIndex
        guard isLast || line.contains(0), UnsentJournal.isTorn(line) || isJournal && line.contains(0) else {
          throw UnsentFault(line: number, text: error.text)
        }
        wasTorn = true
      }
    }
    if wasTorn || bytes.last ?? 0x0A != 0x0A { needsReplacing = true }
  }

  /// Whether it can be what is left of a line of a journal: its beginning, with NULs or nothing behind it.
  private static func isTorn(_ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.filter { $0 != 0 }
    return rest.starts(with: opening) || opening.starts(with: rest)
  }

  /// What is kept, oldest first.
  public var messages: [UnsentMessage] { order.compactMap(\.self) }
  /// Whether nothing is kept.
  public var isEmpty: Bool { kept.isEmpty }

  /// The shortest text of a file that keeps the same.
  public var text: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(size)
    for case .some(let message) in order { message.appendLine(to: &text) }
    return text
  }

  /// Notes a change.
  public mutating func note(_ change: UnsentChange) {
    switch change {
    case .kept(let message):
      holdsNews = true
      keep(message)
      message.appendLine(to: &addition)
    case .accepted(let id):
      if drop(id) { UnsentJournal.appendSent(id, to: &addition) }
    case .parted(let id, let parts):
      holdsNews = true
      part(id, parts)
    case .over: isOver = true
    }
  }

  /// The file holds all that was to be added, or was replaced.
  public mutating func wasWritten() {
    addition.removeAll(keepingCapacity: true)
    needsReplacing = false
    holdsNews = false
  }

  // MARK: Inside

  private static let opening = Array("{\"event\":\"".utf8)

  private mutating func read(_ line: [UInt8]) throws(RecordFault) {
    let record = try RecordReading.json(line)
    guard let id = record.id else { throw RecordFault(text: "the member id is missing") }
    if record.event == .sent {
      _ = drop(id)
      return
    }
    guard let kind = record.kind else { throw RecordFault(text: "not a message that was kept") }
    let message = UnsentMessage(target: record.to, text: record.text, kind: kind, id: id)
    if let fault = message.fault { throw RecordFault(text: fault) }
    // The server would take the second for the first, and drop it.
    if let index = kept[message.id], let other = order[index], other != message {
      throw RecordFault(text: "the id is that of another message above")
    }
    keep(message)
  }

  private mutating func keep(_ message: UnsentMessage) {
    size += message.size
    if let index = kept[message.id] {
      size -= order[index]?.size ?? 0
      order[index] = message
    } else {
      kept[message.id] = order.count
      order.append(message)
    }
  }

  private mutating func drop(_ id: [UInt8]) -> Bool {
    guard let index = kept.removeValue(forKey: id) else { return false }
    size -= order[index]?.size ?? 0
    order[index] = nil
    if order.count > 1024, kept.count < order.count / 2 { close() }
    return true
  }

  private mutating func part(_ id: [UInt8], _ parts: [UnsentMessage]) {
    guard let index = kept[id] else { return }
    size += parts.reduce(0) { $0 + $1.size } - (order[index]?.size ?? 0)
    order.replaceSubrange(index...index, with: parts.map(Optional.some))
    close()
    needsReplacing = true
  }

  /// Forgets the places of what is gone.
  private mutating func close() {
    order = order.filter { $0 != nil }
    kept = [:]
    for case (let index, .some(let message)) in order.enumerated() { kept[message.id] = index }
  }

  private static func appendSent(_ id: [UInt8], to text: inout [UInt8]) {
    text.append("{\"event\":\"sent\",\"id\":")
    Escaping.appendJSONString(id, to: &text)
    text.append("}\n")
  }
}

extension UnsentMessage {
  /// How many bytes its line has, about.
  fileprivate var size: Int { target.count + text.count + id.count + 50 }

  /// Why it can be no message whatever the server says, or nil.
  fileprivate var fault: String? {
    if !MessageIDs.isSound(id) { return "the member id is no id" }
    if !target.isOneTarget { return "the member to is no name and no room" }
    for line in text.split(separator: 0x0A) {
      if let fault = LineSplitting.fault(of: Array(line)) { return fault.description }
    }
    return nil
  }

  fileprivate func appendLine(to line: inout [UInt8]) {
    line.append("{\"event\":")
    Escaping.appendJSONString(Array(kind.event.rawValue.utf8), to: &line)
    line.append(",\"to\":")
    Escaping.appendJSONString(target, to: &line)
    line.append(",\"text\":")
    Escaping.appendJSONString(text, to: &line)
    line.append(",\"id\":")
    Escaping.appendJSONString(id, to: &line)
    line.append("}\n")
  }
}
