import Wire

/// What the file of a run with a name (`join --resume`) holds: the lines of its ``Cursor`` and of its ``KeptCommands``,
/// below a heading.
public struct RunJournal: Equatable, Sendable {
  /// What a file begins with, so that none that is in use is empty.
  public static let heading = Array("chatnet resume\n".utf8)

  /// How far the run has come.
  public let cursor: Cursor
  /// The messages whose command has not ended.
  public let commands: KeptCommands
  /// How many whole lines tell nothing. A last line without its end is none: it was being written when a run was killed.
  public let strangeLines: Int
  private let isEmpty: Bool
  private let isReadable: Bool

  /// What the bytes of a file tell.
  public init(_ bytes: [UInt8]) {
    cursor = Cursor(journal: bytes)
    commands = KeptCommands(journal: bytes)
    isEmpty = bytes.isEmpty
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    let sound = lines.count(where: RunJournal.isSound)
    strangeLines = lines.count - sound
    isReadable = sound > 0
  }

  private static func isSound(_ line: ArraySlice<UInt8>) -> Bool {
    line.elementsEqual(heading.dropLast()) || CursorMark(line: line) != nil || KeptCommands.isLine(line)
  }

  /// What is wrong with a file that an earlier run has left, and what follows; nil: nothing.
  public var damage: String? {
    let follows = "this run begins anew, and what was missed is not fetched"
    if isEmpty { return "it is empty, as a full disk leaves a file: \(follows)" }
    if !isReadable { return "it is damaged, and nothing in it can be read: \(follows)" }
    if strangeLines == 0 { return nil }
    let lines =
      strangeLines == 1 ? "1 line cannot be read and is" : "\(strangeLines) lines cannot be read and are"
    return "it is damaged: \(lines) passed over, and what is told there may come once more"
  }

  /// Why a run cannot go on after the last that it tells of, where that is still to come by this machine's clock; nil: it
  /// can. Clocks of servers differ by less than a day.
  public func fault(at now: Timestamp) -> String? {
    let day: Int64 = 86_400_000
    guard let latest = cursor.latest, latest.milliseconds > now.milliseconds + day else { return nil }
    return "it tells of \(latest.rfc3339), which is still to come by this machine's clock: "
      + "set the clock right, or remove the file to begin anew"
  }
}
