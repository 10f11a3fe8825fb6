/// Why listening failed.
public enum ListenError: Error, Equatable, Sendable {
  /// Something else listens there: the address or path.
  case inUse(String)
  /// No such host.
  case unknownHost(String)
  /// The path names something that is not a socket, and is left alone.
  case notASocket(String)
  /// The path is empty or has more than 107 bytes.
  case badPath(String)
  /// The address or path, and what the system says.
  case failed(String, SystemError)

  /// One line that names the address and what is wrong.
  public var message: String {
    switch self {
    case .inUse(let address): "\(address): already in use"
    case .unknownHost(let host): "\(host): unknown host"
    case .notASocket(let path): "\(path): exists and is not a socket"
    case .badPath(let path): "\(path): a socket's path has 1 to 107 bytes"
    case .failed(let address, let error): "\(address): \(error.message)"
    }
  }
}
