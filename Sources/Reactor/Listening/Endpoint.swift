/// Where a server is.
public enum Endpoint: Equatable, Hashable, Sendable {
  /// A host name or numeric address (without brackets), and a port.
  case tcp(host: String, port: UInt16)
  /// A Unix socket.
  case unix(path: String)
}

extension Endpoint: CustomStringConvertible {
  /// As a person writes it: `example.org:8080`, `[::1]:8080`, `/run/chatnet/chatnet.sock`.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}

/// Why connecting failed.
public enum ConnectError: Error, Equatable, Sendable {
  /// The name has no address.
  case unknownHost(String)
  /// Nobody answers there: the endpoint, and the error number of the last address that was tried.
  case refused(String, errno: Int32)
  /// The deadline passed first: the endpoint.
  case timedOut(String)
  /// There is a connection, and no TLS on it that would do: the endpoint, and why.
  case tls(String, TLSFault)
  /// One of the other descriptors became readable first.
  case interrupted

  /// One line that names the endpoint and what is wrong.
  public var message: String {
    switch self {
    case .unknownHost(let name): "\(name): unknown host"
    case .refused(let endpoint, let code):
      "\(endpoint): \(SystemError(errno: code, operation: "connect").message)"
    case .timedOut(let endpoint): "\(endpoint): no answer in time"
    case .tls(let endpoint, let fault): "\(endpoint): \(fault.text)"
    case .interrupted: "interrupted"
    }
  }
}
