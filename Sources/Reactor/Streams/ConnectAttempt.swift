import Synchronization

/// A connection that is being made in a thread of its own, while its maker goes on with other things.
///
/// When the last reference to it goes, the attempt ends soon, and closes what it has opened.
public final class ConnectAttempt {
  /// The connection, as ``Connector/connect(_:tls:deadline:alsoWatch:)`` gives it, or why there is none.
  public typealias Outcome = Result<ByteStream, ConnectError>

  /// What the two threads share; it lives as long as the later of them.
  private final class Shared: Sendable {
    let done: Wakeup
    let givenUp: Wakeup
    let outcome = Mutex<Outcome?>(nil)

    init() throws(SystemError) {
      done = try Wakeup()
      givenUp = try Wakeup()
    }

    func connect(to endpoint: Endpoint, _ tls: TLSClient?, deadline: Int64) {
      do {
        let stream = try Connector.connect(
          endpoint, tls: tls, deadline: deadline, alsoWatch: [givenUp.descriptor])
        put(.success(stream))
      } catch {
        put(.failure(error))
      }
      done.wake()
    }

    private func put(_ result: consuming sending Outcome) {
      var result: Outcome? = consume result
      outcome.withLock { swap(&$0, &result) }
    }
  }

  private let shared: Shared

  /// Begins to connect.
  ///
  /// - Parameters:
  ///   - tls: What TLS is spoken with; nil: none is.
  ///   - deadline: When to give up, on the monotonic clock.
  public init(to endpoint: Endpoint, tls: TLSClient? = nil, deadline: Int64) throws(SystemError) {
    let shared = try Shared()
    self.shared = shared
    try Thread.start { shared.connect(to: endpoint, tls, deadline: deadline) }
  }

  deinit {
    shared.givenUp.wake()
  }

  /// Becomes readable when the outcome is there.
  public var descriptor: Int32 { shared.done.descriptor }

  /// What came of it, once; nil before that.
  public func take() -> Outcome? {
    shared.outcome.withLock { $0.take() }
  }
}
