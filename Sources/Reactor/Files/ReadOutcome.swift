import Glibc

/// What came of a read.
public enum ReadOutcome: Equatable, Sendable {
  /// So many bytes were read, at least one.
  case bytes(Int)
  /// Nothing will come any more.
  case endOfFile
  /// Nothing is there now.
  case wouldBlock
  /// The descriptor has failed.
  case failed(SystemError)
}

extension FileDescriptor {
  /// Opens a file for reading; it does not outlive an exec.
  public init(reading path: String) throws(SystemError) {
    self = try System.open(path, O_RDONLY)
  }

  /// The bytes of a file from here on; those behind `limit` are left out.
  public func contents(limit: Int) throws(SystemError) -> [UInt8] {
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while bytes.count < limit {
      switch FileDescriptor.read(rawValue, into: scratch.bytes) {
      case .bytes(let count): bytes += scratch.bytes[..<count]
      case .endOfFile: return bytes
      case .wouldBlock: continue
      case .failed(let error): throw error
      }
    }
    return Array(bytes.prefix(limit))
  }

  /// Reads what is there, as much as fits. Blocks only where the descriptor does.
  ///
  /// - Precondition: `buffer` is not empty.
  public static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    precondition(!buffer.isEmpty, "reading into an empty buffer looks like the end of the file")
    let (count, code) = System.read(descriptor, into: buffer)
    if count > 0 { return .bytes(count) }
    if count == 0 { return .endOfFile }
    if code == EAGAIN || code == EWOULDBLOCK { return .wouldBlock }
    return .failed(SystemError(errno: code, operation: "read"))
  }
}

/// Room to read into, shared by all connections of a thread, since nothing stays in it from one read to the
/// next.
public final class ReadScratch {
  /// The room.
  public let bytes: UnsafeMutableRawBufferPointer

  /// Room for `capacity` bytes.
  public init(capacity: Int = 1 << 16) {
    bytes = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    bytes.deallocate()
  }
}
