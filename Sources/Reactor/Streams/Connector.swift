import Glibc

/// Opens connections to servers.
public enum Connector {
  /// How long one address is waited for before the next one is tried beside it (RFC 8305 §5).
  static let stagger: Int64 = 250

  /// Connects, and waits until that is done.
  ///
  /// The addresses of a name are tried one after the other, each beginning when the one before has failed or
  /// has not answered for a quarter of a second; the first that answers is taken.
  ///
  /// - Parameters:
  ///   - tls: What TLS is spoken with; nil: none is.
  ///   - deadline: When to give up, on the monotonic clock; it bounds the name lookup as well.
  ///   - alsoWatch: Descriptors that end the waiting when they become readable, such as a `SignalSource`'s.
  /// - Returns: The connection, whose handshake is done. It does not outlive an exec, and sends small pieces at once.
  public static func connect(
    _ endpoint: Endpoint, tls: TLSClient? = nil, deadline: Int64, alsoWatch: [Int32] = []
  ) throws(ConnectError) -> ByteStream {
    let watch = Watch(endpoint: endpoint, deadline: deadline, others: alsoWatch)
    let socket = try socket(connectedTo: endpoint, watch)
    guard let tls, case .tcp(let host, let port) = endpoint else { return ByteStream(over: socket) }
    return try shakeHands(over: socket, host, port, tls, watch)
  }

  /// Makes the handshake of TLS, and has the server judged.
  private static func shakeHands(
    over socket: consuming FileDescriptor, _ host: String, _ port: UInt16, _ tls: TLSClient, _ watch: Watch
  ) throws(ConnectError) -> ByteStream {
    let place = "ircs://\(watch.endpoint)"
    let layer: TLSLayer
    do throws(TLSFault) {
      layer = try tls.layer(to: host)
    } catch {
      throw .tls(place, error)
    }
    let stream = ByteStream(over: socket, through: layer)
    loop: while true {
      switch stream.shakeHands() {
      case .done: break loop
      case .failed(let reason): throw .tls(place, fault(layer, reason))
      case .inProgress:
        let events = layer.hasUnsentBytes ? POLLIN | POLLOUT : POLLIN
        do throws(ConnectError) {
          _ = try watch.wait(for: [pollfd(fd: stream.descriptor, events: Int16(events), revents: 0)])
        } catch .timedOut {
          throw .timedOut("\(place): connected, and nothing came of TLS (is it spoken on that port?)")
        }
      }
    }
    let peer = TLSClient.Peer(
      host: host, port: port, fingerprint: layer.protection?.certificate ?? [],
      fault: tls.fault(layer.verdict, host: host))
    switch tls.judge(peer) {
    case .trusted: return stream
    case .refused(let reason): throw .tls(place, TLSFault(.untrusted, reason))
    case .interrupted: throw .interrupted
    }
  }

  private static func fault(_ layer: TLSLayer, _ reason: String) -> TLSFault {
    TLSFault(
      .noAgreement,
      layer.hearsNoTLS
        ? "no TLS is spoken there (without TLS: irc://, or no --tls)" : "no agreement on TLS: \(reason)")
  }

  private static func socket(connectedTo endpoint: Endpoint, _ watch: Watch) throws(ConnectError)
    -> FileDescriptor
  {
    switch endpoint {
    case .unix(let path):
      guard let address = SocketAddress(path: path) else {
        throw .refused(endpoint.description, errno: ENAMETOOLONG)
      }
      return try connectUnix(address, watch)
    case .tcp(let host, let port):
      var race = ConnectRace(addresses: try resolve(host, port, watch), watch: watch)
      return try race.run()
    }
  }

  private static func resolve(
    _ host: String, _ port: UInt16, _ watch: Watch
  ) throws(ConnectError) -> [SocketAddress] {
    let known = SocketAddress.known(host: host, port: port)
    if !known.isEmpty { return known }
    let lookup: NameLookup
    do {
      lookup = try NameLookup(host: host, port: port)
    } catch {
      throw .refused(watch.endpoint.description, errno: error.errno)
    }
    let answer = pollfd(fd: lookup.descriptor, events: Int16(POLLIN), revents: 0)
    while try watch.wait(for: [answer]).isEmpty {}
    if lookup.addresses.isEmpty { throw .unknownHost(host) }
    return lookup.addresses
  }

  /// A Unix socket connects at once or not at all. EAGAIN says that too many wait to be accepted, and nothing
  /// tells when there is room again.
  private static func connectUnix(
    _ address: SocketAddress, _ watch: Watch
  ) throws(ConnectError) -> FileDescriptor {
    while true {
      do {
        let socket = try System.streamSocket(AF_UNIX)
        try System.connect(socket.rawValue, to: address)
        return socket
      } catch {
        guard error.errno == EAGAIN else { throw .refused(watch.endpoint.description, errno: error.errno) }
        _ = try watch.wait(for: [], atMost: 10)
      }
    }
  }
}

/// What every wait on the way to a connection heeds.
struct Watch {
  let endpoint: Endpoint
  let deadline: Int64
  let others: [Int32]

  /// Waits until one of the entries is ready, or for so many milliseconds at most.
  ///
  /// - Returns: The numbers of the descriptors that are ready; none when only the time has passed.
  func wait(for entries: [pollfd], atMost patience: Int64 = .max) throws(ConnectError) -> [Int32] {
    let now = Clock.monotonicMilliseconds()
    var all = others.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) } + entries
    do {
      _ = try System.poll(&all, until: min(deadline, now + min(patience, .max - now)))
    } catch {
      throw .refused(endpoint.description, errno: error.errno)
    }
    if all.prefix(others.count).contains(where: { $0.revents != 0 }) { throw .interrupted }
    let ready = all.dropFirst(others.count).filter { $0.revents != 0 }.map(\.fd)
    if ready.isEmpty && Clock.monotonicMilliseconds() >= deadline { throw .timedOut(endpoint.description) }
    return ready
  }
}
