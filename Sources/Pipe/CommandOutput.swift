import Client
import Reactor

/// Where what the commands write goes.
enum CommandOutput {
  /// To standard error, as it is.
  case standardError
  /// To the front, line by line.
  case shown(CommandPipe)

  /// Output that the front shows.
  static func shown() throws(SystemError) -> CommandOutput { .shown(try CommandPipe()) }

  /// What the commands write to.
  var descriptor: Int32 {
    switch self {
    case .standardError: 2
    case .shown(let pipe): pipe.writing
    }
  }
}

/// A pipe that all commands write to.
final class CommandPipe {
  private let ends: PipeEnds
  private let input: InputFile
  private let scratch = ReadScratch(capacity: 1 << 12)
  private var lines = InputLines()

  init() throws(SystemError) {
    ends = try PipeEnds()
    input = InputFile(ends.reading)
  }

  /// To be watched for reading.
  var descriptor: Int32 { ends.reading }
  /// For the commands.
  var writing: Int32 { ends.writing }

  /// The lines that are there, as remarks: what they hold may have come from anybody.
  ///
  /// - Parameter isLast: Whether nobody goes on writing, so that half a line is one.
  func read(isLast: Bool) -> [Notice] {
    var inputs: [PersonInput] = []
    // Twice what a pipe holds, so that what was written before is read, and no command keeps the client here for ever.
    for _ in 0..<CommandPipe.readsAtOnce {
      guard case .bytes(let count) = input.read(into: scratch.bytes) else { break }
      let bytes = UnsafeBufferPointer(rebasing: scratch.bytes.bindMemory(to: UInt8.self)[..<count])
      inputs += lines.append(bytes.span)
    }
    if isLast {
      inputs += lines.finish()
      lines = InputLines()
    }
    return inputs.compactMap { input in
      guard case .line(let line) = input else { return nil }
      return .remark("exec: " + Escaping.visible(line))
    }
  }

  private static let readsAtOnce = 32
}
