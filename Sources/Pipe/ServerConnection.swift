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
    /// The connection that was there is lost: it was to go on by TLS, and could not.
    case lost(String)
  }

  private let poller: Poller
  private var address: ServerAddress?
  private let terms: ConnectionTerms
  private let timeout: Int64
  private var stream: ByteStream?
  private var watchedSocket: WatchedDescriptor?
  private var queue = SendQueue()
  private var isListenedTo = false
  /// What stands at the beginning of the connection; nil: all may pass.
  private var gate: StrictTransportGate?
  /// What has come and does not pass yet.
  private var withheld: [UInt8] = []
  /// What was said until all may pass.
  private var opening: [UInt8] = []
  /// Whether the attempt goes on with the connection that was there.
  private var isUpgrading = false
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
    withheld = []
    opening = []
    gate = address.flatMap { address in
      // What stays on this machine crosses no network.
      address.isTLS || !address.isPrivate ? StrictTransportGate(isSafe: address.isTLS) : nil
    }
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
    if bytes.isEmpty { return }
    if gate != nil || isUpgrading { opening += bytes }
    if isOpen { queue.append(segments.append(bytes)) }
  }

  /// Sends what can be sent now. That the connection has failed is told by reading, after what came before.
  func flush() {
    if case .failed = stream?.write(&queue) { queue.removeAll() }
  }

  func read(into scratch: ReadScratch) -> Arrival {
    if gate != nil { return readGated(into: scratch) }
    return readOnce(into: scratch.bytes)
  }

  /// Reads behind what has come and does not pass yet.
  private func readGated(into scratch: ReadScratch) -> Arrival {
    scratch.bytes.copyBytes(from: withheld)
    let rest = UnsafeMutableRawBufferPointer(rebasing: scratch.bytes[withheld.count...])
    let arrival = readOnce(into: rest)
    guard case .bytes(let count) = arrival else { return arrival }
    let all = UnsafeRawBufferPointer(rebasing: scratch.bytes[..<(withheld.count + count)])
    switch gate?.look(at: all) {
    case .withhold where address?.isTLS == false:
      withheld = Array(all)
      return .nothing
    case .withhold:
      // By TLS nothing is withheld; the list goes on in what comes next, and is seen only where it comes in one piece.
      return .bytes(count)
    case .upgrade(let port):
      upgrade(to: port)
      return .nothing
    case nil, .pass:
      noteStrictTransport()
      gate = nil
      (withheld, opening) = ([], [])
      return .bytes(all.count)
    }
  }

  private func readOnce(into room: UnsafeMutableRawBufferPointer) -> Arrival {
    switch stream?.read(into: room) {
    case nil, .wouldBlock: return .nothing
    case .bytes(let count):
      defer { hasHeard = true }
      if hasHeard || !ServerConnection.isAlert(room[..<count]) || stream?.isPlain != true {
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

  // MARK: TLS where the server wants it

  /// Keeps for how long the server wants to be come to by TLS alone.
  private func noteStrictTransport() {
    guard let seconds = gate?.seconds, case .tls(let host, let port)? = address else { return }
    terms.strictTransport?.note(host, port: port, seconds: seconds)
  }

  /// The server has said in the clear that it wants TLS: connects by that, and says again what was said.
  private func upgrade(to port: UInt16) {
    guard case .tcp(let host, _)? = address else { return }
    address = .tls(host: host, port: port)
    let said = opening
    reconnect()
    opening = said
    isUpgrading = true
  }

  // MARK: Connecting anew

  /// Drops the connection, where there is one, and begins to make another to the same place.
  func reconnect() {
    close()
    giveUpAttempt()
    isUpgrading = false
    guard let address else {
      failure = Failure(.noConnection, "no server to connect to")
      return
    }
    let tls: TLSClient?
    do throws(TLSFault) {
      tls = try terms.tls(to: address)
    } catch {
      failure = Failure(.noConnection, error.text)
      return
    }
    do {
      let attempt = try ConnectAttempt(
        to: address.endpoint, tls: tls, deadline: Clock.monotonicMilliseconds() + timeout)
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
      return notConnected(failure)
    }
    guard let outcome = attempt?.take() else { return nil }
    giveUpAttempt()
    switch consume outcome {
    case .success(let stream):
      if let address, let failure = terms.breach(by: stream, to: address) { return notConnected(failure) }
      let said = opening
      open(stream)
      if !isUpgrading { return .connected }
      isUpgrading = false
      append(said)
      return nil
    case .failure(let error): return notConnected(Failure(error))
    }
  }

  private func notConnected(_ failure: Failure) -> Attempted {
    if !isUpgrading { return .failed(failure) }
    isUpgrading = false
    return .lost("the server wants TLS, and it cannot be had: \(failure.text)")
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
