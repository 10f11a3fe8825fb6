import Client
import Reactor

/// A connection, and where it leads.
public struct OpenConnection: ~Copyable {
  /// What is read and written.
  public let stream: ByteStream
  /// What it is connected to.
  public let address: ServerAddress

  /// Gives up the connection for its stream.
  public consuming func takeStream() -> ByteStream { stream }
}

/// Why there is no connection.
public enum ConnectFailure: Error {
  /// Nobody answers, or not in time.
  case failed(Failure)
  /// One of the watched descriptors became readable first.
  case interrupted
}

extension OpenConnection {
  /// Connects to the first of `candidates` that answers.
  ///
  /// - Parameters:
  ///   - candidates: At least one; several are the default places.
  ///   - timeout: How long to wait, in milliseconds, all in all.
  ///   - watched: Descriptors that end the waiting when they become readable.
  public static func open(
    _ candidates: [ServerAddress], timeout: Int64, watched: [Int32]
  ) throws(ConnectFailure) -> OpenConnection {
    let deadline = Clock.monotonicMilliseconds() + timeout
    var failure = Failure(.noConnection, "no server to connect to")
    for address in candidates {
      guard let endpoint = address.endpoint else { throw .failed(address.needsTLS) }
      do {
        let stream = try Connector.connect(endpoint, deadline: deadline, alsoWatch: watched)
        return OpenConnection(stream: stream, address: address)
      } catch {
        if error == .interrupted { throw .interrupted }
        failure = Failure(error, hint: candidates.count > 1 ? " (chatnet serve runs a server)" : "")
      }
    }
    throw .failed(failure)
  }
}

extension ServerAddress {
  /// Whether the server knows by the kernel which login is at this end.
  public var isLocal: Bool {
    if case .unix = self { true } else { false }
  }

  /// Where to connect to; nil where that needs what is not built in.
  var endpoint: Endpoint? {
    switch self {
    case .tcp(let host, let port): .tcp(host: host, port: port)
    case .unix(let path): .unix(path: path)
    case .tls: nil
    }
  }

  fileprivate var needsTLS: Failure {
    Failure(.noConnection, "\(self): TLS is not built into this chatnet; irc:// connects without it")
  }
}

extension Failure {
  /// That connecting has failed.
  ///
  /// - Parameter hint: What else may help a person, behind what is wrong.
  init(_ error: ConnectError, hint: String = "") {
    switch error {
    case .unknownHost: self.init(.unknownHost, error.message)
    case .timedOut, .interrupted: self.init(.gaveUpWaiting, error.message)
    case .refused: self.init(.noConnection, "cannot connect to \(error.message)\(hint)")
    }
  }
}
