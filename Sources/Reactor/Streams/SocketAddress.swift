import CLinux
import Glibc

/// An address of a socket, as the system writes it.
struct SocketAddress: Sendable {
  /// A call that writes an address and its length, such as getsockname(2).
  typealias Filling =
    (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws(SystemError) -> Void

  private var storage: sockaddr_storage
  private(set) var length: socklen_t

  var family: Int32 { Int32(storage.ss_family) }

  /// An address that a call fills in.
  init(filledInBy call: Filling) throws(SystemError) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    try withUnsafeMutablePointer(to: &storage) { (pointer) throws(SystemError) in
      try call(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), &length)
    }
    self.storage = storage
    self.length = length
  }

  /// The address of a Unix socket, or nil where the path is empty or does not fit.
  init?(path: String) {
    var path = path
    var storage = sockaddr_storage()
    let length = path.withUTF8 { bytes in
      withUnsafeMutablePointer(to: &storage) { pointer in
        let address = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr_un.self)
        return clinux_unix_address(address, bytes.baseAddress, bytes.count)
      }
    }
    if length == 0 { return nil }
    self.storage = storage
    self.length = length
  }

  private init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
    self.length = length
    storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: .init(start: address, count: Int(length))) }
  }

  func withPointer<Value>(_ body: (UnsafePointer<sockaddr>) -> Value) -> Value {
    withUnsafePointer(to: storage) {
      body(UnsafeRawPointer($0).assumingMemoryBound(to: sockaddr.self))
    }
  }

  /// The same host with another port.
  func with(port: UInt16) -> SocketAddress {
    var copy = self
    withUnsafeMutableBytes(of: &copy.storage) { bytes in
      // IPv4 and IPv6 addresses have the port in the same place, after the family.
      bytes.storeBytes(of: port.bigEndian, toByteOffset: MemoryLayout<sa_family_t>.size, as: UInt16.self)
    }
    return copy
  }

  /// The numeric address of a TCP socket.
  var host: String { numeric(NI_NUMERICHOST).host }

  /// The port of a TCP socket.
  var port: UInt16 { UInt16(numeric(NI_NUMERICHOST).service) ?? 0 }

  /// Such as `127.0.0.1:8080` or `[::1]:8080`.
  var description: String {
    let (host, service) = numeric(NI_NUMERICHOST)
    return family == AF_INET6 ? "[\(host)]:\(service)" : "\(host):\(service)"
  }

  private func numeric(_ flags: Int32) -> (host: String, service: String) {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let code = withPointer {
      getnameinfo(
        $0, length, &host, socklen_t(host.count), &service, socklen_t(service.count), flags | NI_NUMERICSERV)
    }
    return code == 0 ? (String(nullTerminated: host), String(nullTerminated: service)) : ("", "")
  }
}

extension SocketAddress {
  /// The TCP addresses of a host, in the order in which they should be tried; none where it is unknown.
  ///
  /// - Parameter flags: With AI_NUMERICHOST no name server is asked.
  static func lookUp(host: String, port: UInt16, flags: Int32) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_flags = flags | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { entry in
      guard let entry, let address = entry.pointee.ai_addr else { return nil }
      return SocketAddress(copying: address, length: entry.pointee.ai_addrlen)
    }
  }

  /// The addresses of a host that need no name server: those of a numeric address or of `localhost`.
  static func known(host: String, port: UInt16) -> [SocketAddress] {
    if host == "localhost" {
      return ["127.0.0.1", "::1"].flatMap { lookUp(host: $0, port: port, flags: AI_NUMERICHOST) }
    }
    return lookUp(host: host, port: port, flags: AI_NUMERICHOST)
  }
}

extension String {
  fileprivate init(nullTerminated characters: [CChar]) {
    self = String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
