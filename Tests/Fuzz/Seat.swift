import Relay
import Wire

/// A place for a connection, as the server keeps it.
struct Seat: Sendable {
  var generation: UInt32 = 0
  /// Whether somebody is connected.
  var isTaken = false
  /// Whether the relay has closed the connection; it is there until the server says that it is gone.
  var isEnded = false
  var framer = LineFramer()
  /// What was read and waits.
  var backlog: [UInt8] = []
  /// Whether a request of the connection is not answered.
  var awaitsAnswer = false
  /// Whether an answer in parts goes on.
  var hasMore = false
  /// All that was read from the connection since the beginning, and how it was cut.
  var reads: [[UInt8]] = []

  /// Whether the connection's lines have to wait.
  var waits: Bool { awaitsAnswer || hasMore }
}

/// Whether lines come out of a framer alike however their bytes are cut.
enum Framing {
  private enum Piece: Equatable {
    case line([UInt8])
    case overlong
  }

  /// Traps where lines come out other than they should.
  static func check(_ reads: [[UInt8]]) {
    let stream = Array(reads.joined())
    for limit in [20, WireLimit.line] {
      let wanted = expected(of: stream, limit)
      if frames(of: [stream], limit) != wanted { fatalError("the lines of \(stream) in one, limit \(limit)") }
      if frames(of: reads, limit) != wanted { fatalError("the lines of \(reads), limit \(limit)") }
      if frames(of: stream.map { [$0] }, limit) != wanted {
        fatalError("the lines of \(stream) byte by byte, limit \(limit)")
      }
    }
  }

  private static func frames(of chunks: [[UInt8]], _ limit: Int) -> [Piece] {
    var framer = LineFramer(limit: limit)
    var pieces: [Piece] = []
    for chunk in chunks {
      var position = 0
      while let frame = framer.next(in: chunk.span, at: &position) {
        switch frame {
        case .line(let place): pieces.append(.line(Array(chunk[place])))
        case .gathered(let line): pieces.append(.line(line))
        case .overlong: pieces.append(.overlong)
        case .empty: continue
        }
      }
    }
    return pieces
  }

  /// What DESIGN says of lines, the slow way.
  private static func expected(of stream: [UInt8], _ limit: Int) -> [Piece] {
    var lines = stream.split(separator: 0x0A, omittingEmptySubsequences: false)
    let rest = lines.removeLast()
    var pieces = lines.compactMap { line -> Piece? in
      let content = line.last == 0x0D ? line.dropLast() : line
      if content.isEmpty { return nil }
      return content.count > limit ? .overlong : .line(Array(content))
    }
    // Behind so many bytes no end makes a line of them.
    if rest.count > limit + 1 { pieces.append(.overlong) }
    return pieces
  }
}
