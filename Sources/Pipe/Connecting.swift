import Client
import Reactor

/// On what terms connections are made.
public struct ConnectionTerms: Sendable {
  /// What TLS is spoken with, where an address asks for it.
  public var tls: TLSClient?
  /// Makes the same where it turns out to be needed later on.
  public var makesTLS: (@Sendable () throws(TLSFault) -> TLSClient)?
  /// What is kept of servers that want to be come to by TLS alone; nil: that is not kept.
  public var strictTransport: StrictTransportFile?
  /// Whether a password will be said: then nothing is, where others could read it.
  public var saysPassword = false

  /// No TLS, and no password.
  public init() {}
}

/// A connection, and where it leads.
public struct OpenConnection: ~Copyable {
  /// What is read and written.
  public let stream: ByteStream
  /// What it is connected to.
  public let address: ServerAddress
  /// On what terms later ones are made.
  var terms = ConnectionTerms()

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
  ///   - terms: On what terms.
  ///   - timeout: How long to wait, in milliseconds, all in all.
  ///   - watched: Descriptors that end the waiting when they become readable.
  public static func open(
    _ candidates: [ServerAddress], _ terms: ConnectionTerms = ConnectionTerms(), timeout: Int64,
    watched: [Int32]
  ) throws(ConnectFailure) -> OpenConnection {
    let deadline = Clock.monotonicMilliseconds() + timeout
    var failure = Failure(.noConnection, "no server to connect to")
    for address in candidates {
      let tls: TLSClient?
      do throws(TLSFault) {
        tls = try terms.tls(to: address)
      } catch {
        throw .failed(Failure(.noConnection, error.text))
      }
      let stream: ByteStream
      do throws(ConnectError) {
        stream = try Connector.connect(address.endpoint, tls: tls, deadline: deadline, alsoWatch: watched)
      } catch {
        if error == .interrupted { throw .interrupted }
        failure = Failure(error, hint: candidates.count > 1 ? " (chatnet serve runs a server)" : "")
        continue
      }
      if let failure = terms.breach(by: stream, to: address) { throw .failed(failure) }
      return OpenConnection(stream: stream, address: address, terms: terms)
    }
    throw .failed(failure)
  }
}

extension ServerAddress {
  /// Whether the server knows by the kernel which login is at this end.
  public var isLocal: Bool {
    if case .unix = self { true } else { false }
  }

  /// Whether TLS is spoken there.
  public var isTLS: Bool {
    if case .tls = self { true } else { false }
  }

  /// Where to connect to.
  var endpoint: Endpoint {
    switch self {
    case .tcp(let host, let port), .tls(let host, let port): .tcp(host: host, port: port)
    case .unix(let path): .unix(path: path)
    }
  }
}

extension ConnectionTerms {
  /// What TLS is spoken with to that address; nil: none is.
  func tls(to address: ServerAddress) throws(TLSFault) -> TLSClient? {
    if !address.isTLS { return nil }
    if let tls { return tls }
    guard let makesTLS else { throw TLSFault(.noLibrary, "\(address): there is no TLS here") }
    return try makesTLS()
  }

  /// Why nothing may be said on a connection that was made; nil: it may.
  func breach(by stream: borrowing ByteStream, to address: ServerAddress) -> Failure? {
    if !saysPassword || address.isPrivate || stream.ends?.areHere == true { return nil }
    return Failure(
      .notPermitted,
      "\(address): the password would cross the network for all to read: connect by TLS (ircs://HOST or --tls)"
    )
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
    case .tls(_, let fault):
      self.init(fault.kind == .noAgreement ? .protocolFault : .noConnection, error.message)
    case .refused: self.init(.noConnection, "cannot connect to \(error.message)\(hint)")
    }
  }
}
