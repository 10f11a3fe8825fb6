import CLinux
import Glibc

/// What came of writing output.
public enum OutputOutcome: Equatable, Sendable {
  /// Everything is written.
  case drained
  /// The rest has to wait until the descriptor is writable.
  case blocked
  /// The reader is gone.
  case closed
  /// The output cannot be written: the disk is full, the descriptor is not open.
  case failed(SystemError)
}

/// An inherited descriptor to write to, of any kind: a file, a pipe, a terminal, a socket. It is neither made
/// non-blocking nor closed, since others share it.
///
/// SIGPIPE must be ignored (`Signals.ignoreThoseOfWriting`).
public final class OutputFile {
  private enum Kind {
    /// A regular file or block device: always ready.
    case file
    case socket
    /// A pipe or terminal: may be asked whether it has room.
    case stream
  }

  /// The descriptor. A poller refuses some kinds (EPERM): those are always ready. A pipe or socket that is
  /// watched with no interest at all still reports that its reader is gone.
  public let descriptor: Int32

  private let kind: Kind
  /// What is written to: where it can be had, the same pipe or terminal opened anew and non-blocking. That
  /// leaves what is inherited as it is, and another process that takes the room between the asking and the
  /// writing does not make this one wait.
  private let target: Int32
  private let own: FileDescriptor?
  private let recordEnd: UInt8
  /// Whether it is not known yet how a file ends that is appended to.
  private var mayContinueLine: Bool
  private var buffer: [UInt8] = []
  private var written = 0
  private var pieces = PieceEnds()
  private var end: OutputOutcome?

  /// The output on a descriptor, such as 1.
  ///
  /// - Parameters:
  ///   - recordEnd: The byte that ends a record. Where several processes write to one pipe, records of up to 4096 bytes
  ///     stay whole.
  ///   - beginsLine: Whether what is written to the end of a regular file begins a line of its own, also where a writer
  ///     that was killed has left half a record there.
  public init(_ descriptor: Int32, recordEnd: UInt8 = UInt8(ascii: "\n"), beginsLine: Bool = false) {
    self.descriptor = descriptor
    self.recordEnd = recordEnd
    mayContinueLine = beginsLine
    // What is not open is told by the first write.
    let type = (try? System.status(of: descriptor)).map { $0.st_mode & S_IFMT } ?? 0
    kind = type == S_IFREG || type == S_IFBLK ? .file : type == S_IFSOCK ? .socket : .stream
    let canReopen = type == S_IFIFO || System.isTerminal(descriptor)
    let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY
    if canReopen, let anew = try? System.open("/proc/self/fd/\(descriptor)", flags) {
      target = anew.rawValue
      own = consume anew
    } else {
      target = descriptor
      own = nil
    }
  }

  /// A file that is added to; made where there is none, for its owner alone.
  public init(appendingTo path: String) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY
    let file = try System.open(path, flags, permissions: 0o600)
    descriptor = file.rawValue
    target = file.rawValue
    recordEnd = UInt8(ascii: "\n")
    mayContinueLine = true
    let type = try System.status(of: file.rawValue).st_mode & S_IFMT
    kind = type == S_IFREG || type == S_IFBLK ? .file : .stream
    own = consume file
  }

  /// Whether it is a terminal.
  public var isTerminal: Bool { System.isTerminal(descriptor) }

  /// How many bytes wait to be written.
  public var pending: Int { buffer.count - written }

  /// Whether the reader is gone, asked anew.
  public var readerIsGone: Bool {
    if end == .closed { return true }
    return kind != .file && System.state(of: descriptor, events: 0) & (POLLERR | POLLHUP) != 0
  }

  /// How many of the pieces that were appended are wholly written.
  public var writtenPieces: Int { pieces.passed }

  /// Adds a piece, such as a record, to what waits. After the reader is gone or a write has failed it is dropped. Where a
  /// write to a regular file fails, that is cut back to the end of the last whole piece.
  public func append(_ bytes: UnsafeRawBufferPointer) {
    if end != nil { return }
    if mayContinueLine {
      mayContinueLine = false
      if kind == .file, FileEnd.continuesLine(descriptor, endedBy: recordEnd) { buffer.append(recordEnd) }
    }
    buffer.append(contentsOf: bytes)
    pieces.add(at: buffer.count)
  }

  /// Adds bytes to what waits.
  public func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Writes what can be written without waiting.
  public func write() -> OutputOutcome {
    if let end { return end }
    while pending > 0 {
      let (count, code) = writePiece()
      if count >= 0 {
        written += count
        pieces.pass(written)
      } else if code == EAGAIN || code == EWOULDBLOCK {
        compact()
        return .blocked
      } else {
        return finish(code)
      }
    }
    pieces.pass(written)
    pieces.shift(by: written)
    buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 16)
    written = 0
    return .drained
  }

  /// Writes everything, and waits for room until the deadline on the monotonic clock.
  ///
  /// - Returns: `blocked` when the deadline has passed first.
  public func flush(deadline: Int64) -> OutputOutcome {
    while true {
      let outcome = write()
      guard outcome == .blocked else { return outcome }
      var entry = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
      do {
        if try System.poll(&entry, until: deadline) == 0 { return .blocked }
      } catch {
        return finish(error.errno)
      }
    }
  }

  /// One write of what has room now; EAGAIN where nothing has.
  private func writePiece() -> (value: Int, errno: Int32) {
    buffer.withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      switch kind {
      case .file:
        FileEnd.follow(descriptor)
        return System.write(descriptor, rest)
      case .socket: return System.send(descriptor, rest)
      case .stream:
        let state = System.state(of: descriptor, events: POLLOUT)
        if state & POLLNVAL != 0 { return (-1, EBADF) }
        if state & (POLLERR | POLLHUP) != 0 { return (-1, EPIPE) }
        return state & POLLOUT == 0 ? (-1, EAGAIN) : System.write(target, piece(of: rest))
      }
    }
  }

  /// As much as a pipe with any room takes without blocking, up to the end of a record where one is near
  /// enough.
  private func piece(of rest: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    if rest.count <= OutputFile.pieceSize { return rest }
    let last = clinux_find_last_byte(rest.baseAddress, Int32(recordEnd), OutputFile.pieceSize)
    return UnsafeRawBufferPointer(rebasing: rest[..<(last < 0 ? OutputFile.pieceSize : last + 1)])
  }

  /// PIPE_BUF: a pipe that poll(2) calls writable takes this much at once, and does not mix it with others'
  /// writes.
  private static let pieceSize = 4096

  private func finish(_ code: Int32) -> OutputOutcome {
    let outcome: OutputOutcome =
      code == EPIPE || code == ECONNRESET ? .closed : .failed(SystemError(errno: code, operation: "write"))
    end = outcome
    if kind == .file { FileEnd.cut(descriptor, by: written - pieces.last) }
    buffer = []
    written = 0
    return outcome
  }

  private func compact() {
    if written >= 1 << 16 && written * 2 >= buffer.count {
      buffer.removeSubrange(..<written)
      pieces.shift(by: written)
      written = 0
    }
  }
}
