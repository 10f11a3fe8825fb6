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
  ///   - deadline: When to give up, on the monotonic clock; it bounds the name lookup as well.
  ///   - alsoWatch: Descriptors that end the waiting when they become readable, such as a `SignalSource`'s.
  /// - Returns: The connection, whose handshake is done. It does not outlive an exec, and sends small pieces at once.
  public static func connect(
    _ endpoint: Endpoint, deadline: Int64, alsoWatch: [Int32] = []
  ) throws(ConnectError) -> ByteStream {
    ByteStream(
      over: try socket(
        connectedTo: endpoint, Watch(endpoint: endpoint, deadline: deadline, others: alsoWatch)))
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
