import Synchronization

/// Asks for the addresses of a host in a thread of its own, since getaddrinfo(3) takes no deadline.
///
/// A lookup that nobody waits for any more ends by itself, whenever that is.
final class NameLookup: Sendable {
  private let done: Wakeup
  private let found = Mutex<[SocketAddress]>([])

  /// Starts to look up.
  init(host: String, port: UInt16) throws(SystemError) {
    done = try Wakeup()
    try Thread.start { [self] in
      let addresses = SocketAddress.lookUp(host: host, port: port, flags: 0)
      found.withLock { $0 = addresses }
      done.wake()
    }
  }

  /// Becomes readable when the answer is there.
  var descriptor: Int32 { done.descriptor }

  /// The answer; none where the host is unknown.
  var addresses: [SocketAddress] { found.withLock { $0 } }
}
