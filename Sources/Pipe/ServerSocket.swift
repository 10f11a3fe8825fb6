import Reactor

/// The connection to the server: what waits to be sent, and what is read.
struct ServerSocket: ~Copyable {
  /// What came of reading.
  enum Arrival {
    case nothing
    case bytes(Int)
    /// The connection ended, for this reason where it did not end in order.
    case closed(String?)
  }

  private let socket: FileDescriptor
  private var queue = SendQueue()
  private var segments = SegmentWriter()
  private(set) var isClosed = false

  init(_ socket: consuming FileDescriptor) {
    self.socket = socket
  }

  var descriptor: Int32 { socket.rawValue }
  /// How many bytes wait to be sent.
  var pending: Int { queue.count }

  mutating func append(_ bytes: [UInt8]) {
    if !bytes.isEmpty && !isClosed { queue.append(segments.append(bytes)) }
  }

  /// Sends what can be sent now. That the connection has failed is told by reading, after what came before.
  mutating func flush() {
    if case .failed = queue.write(to: descriptor) { queue.removeAll() }
  }

  mutating func read(into scratch: ReadScratch) -> Arrival {
    switch Stream.read(descriptor, into: scratch.bytes) {
    case .bytes(let count): return .bytes(count)
    case .wouldBlock: return .nothing
    case .endOfFile:
      close()
      return .closed(nil)
    case .failed(let error):
      close()
      return .closed(error.message)
    }
  }

  private mutating func close() {
    isClosed = true
    queue.removeAll()
  }
}
