import Glibc

extension Listener {
  /// Listens on TCP.
  ///
  /// - Parameters:
  ///   - address: A numeric IPv4 or IPv6 address, also in brackets, a host name, or `*` for all addresses of both kinds.
  ///   - port: 0 lets the system choose one, the same for all addresses.
  ///   - others: What the same server listens on: an address that is among them, or in one that stands for all, is
  ///     passed over.
  ///   - layer: What the bytes of each connection pass through; nil where they go as they are.
  /// - Returns: One listener for each address of the host: `localhost` and `*` usually have two. An address
  ///   that this machine lacks is passed over where another one works.
  public static func tcp(
    address: String, port: UInt16, beside others: [Listener] = [], layer: MakeLayer? = nil
  ) throws(ListenError) -> [Listener] {
    let taken = Set(others.map(\.localDescription))
    let addresses = try listenAddresses(address, port: port).filter { !covers($0, taken) }
    if addresses.isEmpty { return [] }
    // A port that the system chose for the first address may be taken on the second; then it chooses again.
    for _ in 0..<8 {
      do {
        return try listenOnAll(addresses, port: port, layer)
      } catch .inUse where port == 0 {
        continue
      }
    }
    return try listenOnAll(addresses, port: port, layer)
  }

  /// Whether that stands for all addresses of a kind, or of both.
  public static func standsForAll(_ address: String) -> Bool {
    ["*", "0.0.0.0", "::", "[::]"].contains(address)
  }

  /// Whether an address is among those, or one among them stands for all of its kind.
  private static func covers(_ address: SocketAddress, _ taken: Set<String>) -> Bool {
    let all = address.family == AF_INET6 ? "[::]:\(address.port)" : "0.0.0.0:\(address.port)"
    return taken.contains(address.description) || taken.contains(all)
  }

  private static func listenAddresses(_ address: String, port: UInt16) throws(ListenError) -> [SocketAddress]
  {
    let isBracketed = address.hasPrefix("[") && address.hasSuffix("]") && address.contains(":")
    let hosts =
      address == "*" ? ["0.0.0.0", "::"] : [isBracketed ? String(address.dropFirst().dropLast()) : address]
    var addresses = hosts.flatMap { SocketAddress.known(host: $0, port: port) }
    if addresses.isEmpty { addresses = SocketAddress.lookUp(host: address, port: port, flags: AI_PASSIVE) }
    if addresses.isEmpty { throw .unknownHost(address) }
    return addresses
  }

  private static func listenOnAll(
    _ addresses: [SocketAddress], port: UInt16, _ layer: MakeLayer?
  ) throws(ListenError) -> [Listener] {
    var listeners: [Listener] = []
    var missing: ListenError?
    for address in addresses {
      do {
        listeners.append(try listen(on: address, port: listeners.first?.port ?? port, layer))
      } catch .failed(let name, let error) where isMissing(error.errno) {
        missing = missing ?? .failed(name, error)
      }
    }
    if listeners.isEmpty, let missing { throw missing }
    return listeners
  }

  private static func isMissing(_ code: Int32) -> Bool {
    code == EADDRNOTAVAIL || code == EAFNOSUPPORT
  }

  private static func listen(
    on address: SocketAddress, port: UInt16, _ layer: MakeLayer?
  ) throws(ListenError) -> Listener {
    let address = address.with(port: port)
    do {
      let socket = try System.streamSocket(address.family)
      try prepare(socket.rawValue, family: address.family)
      try System.bind(socket.rawValue, to: address)
      try System.listen(on: socket.rawValue, backlog: backlog)
      let local = try System.nearAddress(of: socket.rawValue)
      return Listener(socket, localDescription: local.description, port: local.port, layer: layer)
    } catch {
      let name = address.description
      throw error.errno == EADDRINUSE ? .inUse(name) : .failed(name, error)
    }
  }

  private static func prepare(_ socket: Int32, family: Int32) throws(SystemError) {
    try System.setOption(SO_REUSEADDR, of: SOL_SOCKET, on: socket)
    if family == AF_INET6 {
      // Its own socket serves IPv4, where a peer's address does not look like ::ffff:192.0.2.1.
      try System.setOption(IPV6_V6ONLY, of: Int32(IPPROTO_IPV6), on: socket)
    }
  }
}

extension Listener {
  /// How many connections may wait to be accepted; the system lowers it to its own limit (somaxconn).
  static var backlog: Int32 { 4096 }
}
