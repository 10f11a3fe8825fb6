import CLinux
import Glibc
import Synchronization

/// Asks for the addresses of a host in a thread of its own, since getaddrinfo(3) cannot be told when to give
/// up.
///
/// A lookup that nobody waits for any more ends by itself, whenever that is.
final class NameLookup: Sendable {
  private let host: String
  private let port: UInt16
  private let done: Wakeup
  private let found = Mutex<[SocketAddress]>([])

  /// Starts to look up.
  init(host: String, port: UInt16) throws(SystemError) {
    self.host = host
    self.port = port
    done = try Wakeup()
    try start()
  }

  /// Becomes readable when the answer is there.
  var descriptor: Int32 { done.descriptor }

  /// The answer; none where the host is unknown.
  var addresses: [SocketAddress] { found.withLock { $0 } }

  private func start() throws(SystemError) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    // The thread takes over what blocks every signal: it must not catch one that is meant for this thread.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let code = pthread_create(&thread, nil, NameLookup.run, context.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if code != 0 {
      context.release()
      throw SystemError(errno: code, operation: "pthread_create")
    }
    pthread_detach(thread)
  }

  private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    let lookup = Unmanaged<NameLookup>.fromOpaque(context).takeRetainedValue()
    let addresses = SocketAddress.lookUp(host: lookup.host, port: lookup.port, flags: 0)
    lookup.found.withLock { $0 = addresses }
    lookup.done.wake()
    return nil
  }
}
