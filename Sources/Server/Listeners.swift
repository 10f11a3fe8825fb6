import Reactor

/// What is spoken on a port of its own.
private enum Speech: String {
  case tls = " with TLS"
  case webSocket = " for WebSocket"
  case webSocketByTLS = " for WebSocket with TLS"
}

/// What the server listens on.
struct Listeners {
  let all: [Listener]
  /// What is spoken on those where that is not IRC in the clear, by their descriptions.
  private let spoken: [String: Speech]
  /// What a person should know of it, or nil.
  let warning: String?

  /// Opens what the configuration names, TCP first: who cannot have the port leaves the socket alone.
  init(_ configuration: ServerConfiguration) throws(ServerError) {
    var listeners: [Listener] = []
    var port = configuration.port
    // What stands for all addresses comes first: then a single one is among them, and is no other program's.
    let named = configuration.addresses
    let addresses = named.filter(Listener.standsForAll) + named.filter { !Listener.standsForAll($0) }
    for address in addresses {
      do {
        listeners += try Listener.tcp(
          address: address, port: port, beside: listeners, layer: configuration.layer)
      } catch {
        throw .listen(error)
      }
      port = listeners.first?.port ?? port
    }
    var spoken: [String: Speech] = [:]
    if let tls = configuration.tls {
      let acceptor = tls.acceptor
      let own = try Listeners.open(
        tls.port, on: configuration.addresses, orSay: ServerError.tlsPortInUse, layer: { acceptor.layer() })
      for listener in own { spoken[listener.localDescription] = .tls }
      listeners += own
    }
    if let web = configuration.webSocket {
      let acceptor = WebSocketAcceptor(origins: web.origins)
      let tls = web.isEncrypted ? configuration.tls?.acceptor : nil
      let own = try Listeners.open(
        web.port, on: configuration.addresses, orSay: ServerError.webSocketPortInUse,
        layer: { acceptor.layer(over: tls?.layer()) })
      for listener in own { spoken[listener.localDescription] = tls == nil ? .webSocket : .webSocketByTLS }
      listeners += own
    }
    let (socket, warning) = try Listeners.openSocket(configuration.socket)
    if let socket { listeners.append(socket) }
    all = listeners
    self.spoken = spoken
    self.warning = warning
  }

  /// Opens a port of its own on all addresses.
  private static func open(
    _ port: UInt16, on addresses: [String], orSay inUse: (String) -> ServerError,
    layer: @escaping Listener.MakeLayer
  ) throws(ServerError) -> [Listener] {
    var listeners: [Listener] = []
    for address in addresses {
      do {
        listeners += try Listener.tcp(
          address: address, port: listeners.first?.port ?? port, layer: layer)
      } catch .inUse(let name) {
        throw inUse(name)
      } catch {
        throw .listen(error)
      }
    }
    return listeners
  }

  private static func openSocket(
    _ socket: ServerConfiguration.Socket
  ) throws(ServerError) -> (Listener?, warning: String?) {
    switch socket {
    case .none: return (nil, nil)
    case .path(let path):
      do {
        return (try Listener.unix(path: path), nil)
      } catch .inUse(let path) {
        return (nil, inUse(path))
      } catch {
        throw .listen(error)
      }
    case .firstOf(let paths):
      for path in paths {
        // The last is the system's, whose folder is chatnet's own; the others' folders are the login's.
        if path == paths.last { makeFolder(of: path) }
        do {
          return (try Listener.unix(path: path), nil)
        } catch .inUse(let path) {
          return (nil, inUse(path))
        } catch {
          continue
        }
      }
      return (nil, nil)
    }
  }

  private static func inUse(_ path: String) -> String {
    "\(path): another server answers there, going on with TCP alone (clients reach this one with -p)"
  }

  /// Makes the folder of the path where it is missing and may be made; if it may not, listening says so. Everybody may
  /// reach the socket in it, under any umask.
  private static func makeFolder(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    Path.makeFolder(String(path[..<slash]), exactly: 0o755)
  }

  /// One line that names each address.
  var description: String {
    let names = all.map { $0.localDescription + (spoken[$0.localDescription]?.rawValue ?? "") }.joined(
      separator: ", ")
    return "listening on \(names)" + (isLocal ? " (this machine only; -a '*' opens it to the network)" : "")
  }

  /// The port where TLS is spoken; nil where it is not.
  var tlsPort: UInt16? { all.first { spoken[$0.localDescription] == .tls }?.port }

  /// Whether no other machine can connect.
  var isLocal: Bool {
    all.allSatisfy { listener in
      let name = listener.localDescription
      return name.hasPrefix("127.") || name.hasPrefix("[::1]") || name.hasPrefix("/")
    }
  }
}
