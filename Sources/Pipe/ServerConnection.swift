import Client
import Reactor

/// The connection to the server while there is one, what waits to be sent on it, and the attempt to get another one
/// after it was lost.
final class ServerConnection {
  /// What came of reading.
  enum Arrival {
    case nothing
    case bytes(Int)
    /// The connection has ended, for this reason where it did not end in order.
    case closed(String?)
  }

  /// What came of an attempt.
  enum Attempted {
    case connected
    case failed(Failure)
  }

  private let poller: Poller
  private let address: ServerAddress?
  private let terms: ConnectionTerms
  private let timeout: Int64
  private var stream: ByteStream?
  private var watchedSocket: WatchedDescriptor?
  private var queue = SendQueue()
  private var isListenedTo = false
  /// Whether anything has come in on the connection.
  private var hasHeard = false
  private var segments = SegmentWriter()
  private var attempt: ConnectAttempt?
  /// Why an attempt could not even begin.
  private var failure: Failure?

  /// The place of a server to which there is no connection yet.
  ///
  /// - Parameters:
  ///   - address: Where it is; nil where that is not known, and there will be no connection.
  ///   - terms: On what terms it is made.
  ///   - timeout: How long an attempt may take, in milliseconds.
  init(
    to address: ServerAddress?, _ terms: ConnectionTerms = ConnectionTerms(), timeout: Int64, poller: Poller
  ) {
    self.terms = terms
    self.address = address
    self.timeout = timeout
    self.poller = poller
  }

  var isOpen: Bool { watchedSocket != nil }
  /// How many bytes wait to be sent, at least.
  var pending: Int { queue.count + (stream?.hasUnsentBytes ?? false ? 1 : 0) }
  /// Whether there are bytes which are to be read and which the descriptor does not tell of.
  var holdsBytes: Bool { isListenedTo && stream?.holdsBytes ?? false }
  /// Whether the outcome of an attempt is there though no descriptor says so.
  var hasFailed: Bool { failure != nil }

  /// Takes over a connection that was made.
  func open(_ stream: consuming ByteStream) {
    queue = SendQueue()
    hasHeard = false
    watchedSocket = WatchedDescriptor(stream.descriptor, token: LoopToken.server)
    self.stream = consume stream
  }

  /// Drops the connection with all that waits to be sent on it.
  func close() {
    // Forgotten in the poller before the number can be used again. That fails only for one that it does not know.
    do { try watchedSocket?.set(nil, in: poller) } catch { assertionFailure("\(error)") }
    watchedSocket = nil
    stream = nil
    queue.removeAll()
  }

  // MARK: Reading and sending

  /// Watches for what can be done: reading only where that is wanted.
  func watch(reads: Bool) throws(SystemError) {
    isListenedTo = reads
    guard let interest = stream?.interest(reads: reads, writes: queue.count > 0) else { return }
    try watchedSocket?.set(interest, in: poller)
  }

  func append(_ bytes: [UInt8]) {
    if !bytes.isEmpty && isOpen { queue.append(segments.append(bytes)) }
  }

  /// Sends what can be sent now. That the connection has failed is told by reading, after what came before.
  func flush() {
    if case .failed = stream?.write(&queue) { queue.removeAll() }
  }

  func read(into scratch: ReadScratch) -> Arrival {
    switch stream?.read(into: scratch.bytes) {
    case nil, .wouldBlock: return .nothing
    case .bytes(let count):
      defer { hasHeard = true }
      if hasHeard || !ServerConnection.isAlert(scratch.bytes[..<count]) || stream?.isPlain != true {
        return .bytes(count)
      }
      close()
      return .closed("TLS is spoken there: connect by it (ircs://HOST or --tls)")
    case .endOfFile:
      let isMute = !hasHeard && stream?.isPlain == true && address?.isLocal == false
      close()
      return .closed(isMute ? "it said nothing (if TLS is spoken there: ircs://HOST, or --tls)" : nil)
    case .failed(let error):
      close()
      return .closed(error.message)
    }
  }

  /// Whether that is how a server of TLS answers who does not speak it (RFC 8446 §6).
  private static func isAlert(_ bytes: Slice<UnsafeMutableRawBufferPointer>) -> Bool {
    bytes.prefix(2).elementsEqual([0x15, 0x03])
  }

  // MARK: Connecting anew

  /// Drops the connection, where there is one, and begins to make another to the same place.
  func reconnect() {
    close()
    giveUpAttempt()
    guard let address else {
      failure = Failure(.noConnection, "no server to connect to")
      return
    }
    do {
      let attempt = try ConnectAttempt(
        to: address.endpoint, tls: terms.tls(to: address), deadline: Clock.monotonicMilliseconds() + timeout)
      try poller.add(attempt.descriptor, token: LoopToken.attempt, interest: .read)
      self.attempt = attempt
    } catch {
      failure = Failure(.noConnection, "\(address): \(error.message)")
    }
  }

  /// What came of the attempt, once; nil while there is none or it goes on.
  func takeAttempted() -> Attempted? {
    if let failure {
      self.failure = nil
      return .failed(failure)
    }
    guard let outcome = attempt?.take() else { return nil }
    giveUpAttempt()
    switch consume outcome {
    case .success(let stream):
      if let address, let failure = terms.breach(by: stream, to: address) { return .failed(failure) }
      open(stream)
      return .connected
    case .failure(let error): return .failed(Failure(error))
    }
  }

  /// Ends an attempt that goes on.
  func giveUpAttempt() {
    if let attempt {
      // Fails only for a descriptor that the poller does not know, and it knows this one.
      do { try poller.remove(attempt.descriptor) } catch { assertionFailure("\(error)") }
    }
    attempt = nil
  }
}
