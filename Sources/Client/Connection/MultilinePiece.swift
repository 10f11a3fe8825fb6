import Wire

/// One line of the protocol of a message of several lines (draft/multiline).
struct MultilinePiece: Equatable, Sendable {
  /// What it says; empty for a blank line.
  let text: [UInt8]
  /// Whether it goes on in the line of the piece before, which was too long for one.
  let isContinuation: Bool
}

/// Why a text cannot be one message of several lines.
enum WholeFault: Error, Equatable, Sendable {
  /// A line of it, counted from 1, can be no message.
  case line(Int, TextFault)
  /// A line of it, counted from 1, is longer than one line of the protocol, and is not to be cut.
  case longLine(Int, bytes: Int, limit: Int)
  /// It has more bytes than the server takes.
  case tooLong(bytes: Int, limit: Int)
  /// It has more lines than the server takes, those of the protocol counted.
  case tooManyLines(Int, limit: Int)

  /// The line that is at fault; nil: the whole.
  var line: Int? {
    switch self {
    case .line(let line, _), .longLine(let line, _, _): line
    case .tooLong, .tooManyLines: nil
    }
  }

  /// What is wrong, as the rest of a sentence that begins with where the text came from.
  var description: String {
    switch self {
    case .line(_, let fault): fault.description
    case .longLine(_, let bytes, let limit): "too long for one message: \(bytes) bytes, of which \(limit) fit"
    case .tooLong(let bytes, let limit):
      "too long for one message: \(bytes) bytes, of which the server takes \(limit)"
    case .tooManyLines(let lines, let limit):
      "too long for one message: \(lines) lines, of which the server takes \(limit)"
    }
  }
}

extension LineSplitting {
  /// The pieces of a text of several lines; joined again as they say they are the text.
  ///
  /// - Parameters:
  ///   - limit: The most bytes of a piece, at least 4.
  ///   - limits: What the server takes at most.
  ///   - splits: Whether a line that is longer than `limit` is cut into several pieces.
  static func wholePieces(
    of text: [UInt8], limit: Int, _ limits: MultilineLimits, splits: Bool
  ) throws(WholeFault) -> [MultilinePiece] {
    if text.count > limits.bytes { throw .tooLong(bytes: text.count, limit: limits.bytes) }
    var pieces: [MultilinePiece] = []
    var number = 0
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let parts = try parts(of: line, number: number, limit: limit)
      if parts.count > 1 && !splits { throw .longLine(number, bytes: line.count, limit: limit) }
      for (index, part) in parts.enumerated() {
        pieces.append(MultilinePiece(text: part, isContinuation: index > 0))
      }
    }
    if pieces.count > limits.lines { throw .tooManyLines(pieces.count, limit: limits.lines) }
    return pieces
  }

  private static func parts(
    of line: ArraySlice<UInt8>, number: Int, limit: Int
  ) throws(WholeFault) -> [[UInt8]] {
    do {
      return try pieces(of: Array(line), limit: limit)
    } catch {
      throw .line(number, error)
    }
  }
}
