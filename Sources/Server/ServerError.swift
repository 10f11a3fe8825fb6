import Reactor
import Store

/// Why a server cannot start or go on.
public enum ServerError: Error, Sendable {
  /// A TCP address or the Unix socket cannot be listened on.
  case listen(ListenError)
  /// The port for TLS is taken: the address.
  case tlsPortInUse(String)
  /// The system refuses what every server needs.
  case system(SystemError)
  /// What is said cannot be kept where it should be.
  case store(StoreError)

  /// One line that names what is wrong, without the program's name.
  public var message: String {
    switch self {
    case .listen(.inUse(let address)): "\(address): another program listens there: choose another with -p"
    case .tlsPortInUse(let address):
      "\(address): another program listens there: choose another with --tls-port"
    case .listen(let error): error.message
    case .system(let error): error.description
    case .store(let error): error.message
    }
  }
}

extension ServerError {
  /// Whether what is said cannot be kept, for another reason than that another server uses the folder.
  public var isOfStore: Bool {
    if case .store(let error) = self { error.kind != .inUse } else { false }
  }

  /// Whether an address was given that no name service knows.
  public var isUnknownHost: Bool {
    if case .listen(.unknownHost) = self { true } else { false }
  }
}
