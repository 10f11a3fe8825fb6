import Reactor

/// What the server listens on.
struct Listeners {
  let all: [Listener]
  private let speaksTLS: Bool
  /// What a person should know of it, or nil.
  let warning: String?

  /// Opens what the configuration names, TCP first: who cannot have the port leaves the socket alone.
  init(_ configuration: ServerConfiguration) throws(ServerError) {
    var listeners: [Listener] = []
    var port = configuration.port
    // What stands for all addresses comes first: then a single one is among them, and is no other program's.
    let wide = ["*", "0.0.0.0", "::", "[::]"]
    let addresses =
      configuration.addresses.filter(wide.contains) + configuration.addresses.filter { !wide.contains($0) }
    for address in addresses {
      do {
        listeners += try Listener.tcp(
          address: address, port: port, beside: listeners, layer: configuration.layer)
      } catch {
        throw .listen(error)
      }
      port = listeners.first?.port ?? port
    }
    if let tls = configuration.tls { listeners += try Listeners.open(tls, on: configuration.addresses) }
    let (socket, warning) = try Listeners.openSocket(configuration.socket)
    if let socket { listeners.append(socket) }
    all = listeners
    speaksTLS = configuration.tls != nil
    self.warning = warning
  }

  private static func open(
    _ tls: ServerConfiguration.TLS, on addresses: [String]
  ) throws(ServerError) -> [Listener] {
    var listeners: [Listener] = []
    for address in addresses {
      do {
        listeners += try Listener.tcp(
          address: address, port: listeners.first?.port ?? tls.port, layer: { tls.acceptor.layer() })
      } catch .inUse(let name) {
        throw .tlsPortInUse(name)
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
    let names = all.map { $0.localDescription + (isTLS($0) ? " with TLS" : "") }.joined(separator: ", ")
    return "listening on \(names)" + (isLocal ? " (this machine only; -a '*' opens it to the network)" : "")
  }

  /// The port where TLS is spoken; nil where it is not.
  var tlsPort: UInt16? { all.first(where: isTLS)?.port }

  private func isTLS(_ listener: Listener) -> Bool { speaksTLS && !listener.isPlain }

  /// Whether no other machine can connect.
  var isLocal: Bool {
    all.allSatisfy { listener in
      let name = listener.localDescription
      return name.hasPrefix("127.") || name.hasPrefix("[::1]") || name.hasPrefix("/")
    }
  }
}
