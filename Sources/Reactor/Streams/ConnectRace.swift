import Glibc

/// Several addresses of one host, of which the first that answers is taken.
struct ConnectRace {
  /// A socket that is about to be connected.
  private final class Attempt {
    var socket: FileDescriptor?
    let number: Int32

    init(_ socket: consuming FileDescriptor) {
      number = socket.rawValue
      self.socket = consume socket
    }
  }

  private var untried: ArraySlice<SocketAddress>
  private var attempts: [Attempt] = []
  private var failure = ENETUNREACH
  private let watch: Watch

  init(addresses: [SocketAddress], watch: Watch) {
    untried = addresses[...]
    self.watch = watch
  }

  mutating func run() throws(ConnectError) -> FileDescriptor {
    while true {
      if let address = untried.popFirst() { begin(address) }
      if attempts.isEmpty {
        if untried.isEmpty { throw .refused(watch.endpoint.description, errno: failure) }
        continue
      }
      let entries = attempts.map { pollfd(fd: $0.number, events: Int16(POLLOUT), revents: 0) }
      let ready = try watch.wait(for: entries, atMost: untried.isEmpty ? .max : Connector.stagger)
      if let socket = finish(ready) { return socket }
    }
  }

  private mutating func begin(_ address: SocketAddress) {
    do {
      let socket = try System.streamSocket(address.family)
      System.sendAtOnce(on: socket.rawValue)
      // An interrupted connect goes on by itself, as one in progress.
      let code = System.beginConnecting(socket.rawValue, to: address)
      if code == 0 || code == EINPROGRESS || code == EINTR {
        attempts.append(Attempt(socket))
      } else {
        note(code)
      }
    } catch {
      note(error.errno)
    }
  }

  /// A machine without IPv6 fails at each IPv6 address; what the others answer says more.
  private mutating func note(_ code: Int32) {
    if code != ENETUNREACH && code != EADDRNOTAVAIL && code != EAFNOSUPPORT { failure = code }
  }

  /// Takes the first socket that is connected, and drops those that have failed.
  private mutating func finish(_ ready: [Int32]) -> FileDescriptor? {
    for attempt in attempts where ready.contains(attempt.number) {
      let code = System.pendingError(of: attempt.number)
      if code == 0 { return attempt.socket.take() }
      note(code)
    }
    attempts.removeAll { ready.contains($0.number) }
    return nil
  }
}
