import CLinux
import Glibc

/// A port of the loopback address, or a Unix socket, that somebody listens on who is no chat server.
final class SilentListener {
  private let descriptor: Int32
  private var crowd: [Int32] = []
  /// The port; 0 for a Unix socket.
  let port: UInt16

  /// Listens on a Unix socket.
  init(path: String) throws {
    port = 0
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    let length = clinux_unix_address(&address, path, path.utf8.count)
    let descriptor = descriptor
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
      }
    }
    guard isBound else { throw HarnessError.system("listen on \(path)") }
  }

  /// Listens on a free port.
  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw HarnessError.system("listen") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    for descriptor in crowd + [descriptor] { close(descriptor) }
  }

  /// Takes all places in which connections wait to be accepted, so that the next one is not even made.
  func fill() {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    for _ in 0..<32 {
      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
      let one = socket(AF_INET, type, 0)
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = connect(one, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      crowd.append(one)
    }
  }

  /// How many connections to the port are being made and have not come about.
  func pending() throws -> Int {
    let table = try ByteReader(open("/proc/net/tcp", O_RDONLY | O_CLOEXEC)).rest()
    let port = String(port, radix: 16, uppercase: true)
    let end = ":" + String(repeating: "0", count: 4 - port.count) + port + " 02 "
    return table.split(separator: "\n").count { $0.contains(end) }
  }

  /// Accepts one connection; what it says and hears is the test's affair.
  func accept(by deadline: Deadline = .usual) throws -> (reader: ByteReader, writer: ByteWriter) {
    guard deadline.wait(for: POLLIN, on: descriptor) else { throw HarnessError("nobody connected") }
    let connection = clinux_accept(descriptor, nil, nil)
    guard connection >= 0 else { throw HarnessError.system("accept") }
    return (ByteReader(connection), ByteWriter(connection, ownsDescriptor: false))
  }

  /// A port on which nobody listens: one that was free a moment ago.
  static func freePort() throws -> UInt16 { try SilentListener().port }
}
