import CLinux
import Glibc
import StreamTestSupport
import Testing

/// A client that says and reads lines, byte by byte as it is told to.
final class TestClient {
  private let socket: Int32
  /// What every byte is combined with, either way.
  private var mask: UInt8 = 0

  private var buffer: [UInt8] = []

  /// Connects over TCP.
  init(_ server: TestServer) throws {
    socket = TestClient.socket(AF_INET)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw TestFailure(text: "connect: \(errno)") }
  }

  /// Connects over the Unix socket, whose buffers are small.
  init(unix server: TestServer) throws {
    socket = TestClient.socket(AF_UNIX)
    var address = sockaddr_un()
    let length = clinux_unix_address(&address, server.socketPath, server.socketPath.utf8.count)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) }
    }
    guard code == 0 else { throw TestFailure(text: "connect: \(errno)") }
  }

  /// A socket that no child of a test beside this one keeps open.
  private static func socket(_ family: Int32) -> Int32 {
    Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  deinit { close() }

  private var isOpen = true

  /// Closes the connection.
  func close() {
    if isOpen { Glibc.close(socket) }
    isOpen = false
  }

  /// Closes the connection by a reset.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Whether bytes could be said without waiting longer.
  func canSay(within milliseconds: Int32) -> Bool { isReady(socket, POLLOUT, within: milliseconds) }

  /// Whether something can be read without waiting longer.
  func canRead(within milliseconds: Int32) -> Bool {
    buffer.contains(0x0A) || isReady(socket, POLLIN, within: milliseconds)
  }

  /// Whether the server has closed the connection, which is told before what it said is read.
  func hasHungUp(within milliseconds: Int32) -> Bool { isReady(socket, 0, within: milliseconds) }

  /// From now on says and reads bytes as a ``MaskingLayer`` does, behind its hello.
  func beginMasking() throws {
    mask = 0x55
    var hello: [UInt8] = []
    while hello.count < MaskingLayer.hello.count {
      if try !readMore() { throw TestFailure(text: "the connection has ended") }
      hello = MaskingLayer.mask(buffer)
    }
    #expect(hello.elementsEqual(MaskingLayer.hello))
    buffer = []
  }

  /// Says bytes as they are; waits where the server does not read.
  func send(_ text: String) throws {
    var rest = text.utf8.map { $0 ^ mask }[...]
    while !rest.isEmpty {
      guard isReady(socket, POLLOUT) else { throw TestFailure(text: "the server does not read") }
      rest = rest.dropFirst(try sendSome(rest))
    }
  }

  /// Says as much as goes out at once, and gives how many bytes that was.
  func sendSome(_ bytes: ArraySlice<UInt8>) throws -> Int {
    let count = bytes.withUnsafeBytes { clinux_send(socket, $0.baseAddress, $0.count) }
    if count < 0, errno == EAGAIN { return 0 }
    guard count >= 0 else { throw TestFailure(text: "send: \(errno)") }
    return count
  }

  /// Says lines.
  func say(_ lines: String...) throws {
    try send(lines.map { $0 + "\r\n" }.joined())
  }

  /// Enters under a name, and reads the welcome to its end.
  func enter(_ name: String, _ capabilities: String = "") throws {
    if !capabilities.isEmpty { try say("CAP REQ :\(capabilities)") }
    try say("NICK \(name)", "USER \(name) 0 * :x")
    if !capabilities.isEmpty { try say("CAP END") }
    _ = try readLine { $0.contains(" 422 ") }
  }

  /// Enters a room, and reads who is in it.
  func join(_ room: String) throws {
    try say("JOIN \(room)")
    _ = try readLine { $0.contains(" 366 ") }
  }

  /// Reads the next line, without its end; nil where the connection has ended.
  func readLine() throws -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = String(decoding: buffer[..<end].filter { $0 != 0x0D }, as: UTF8.self)
        buffer.removeSubrange(...end)
        return line
      }
      if try !readMore() { return nil }
    }
  }

  /// Reads lines up to the first that fits.
  func readLine(where fits: (String) -> Bool) throws -> String {
    while let line = try readLine() {
      if fits(line) { return line }
    }
    throw TestFailure(text: "the connection has ended")
  }

  /// Reads lines until the connection ends.
  func readAll() throws -> [String] {
    while try readMore() {}
    return String(decoding: buffer, as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  /// Asks for a sign of life and waits for it: all that was said before is done then.
  func sync(_ token: String = "sync") throws {
    try say("PING \(token)")
    _ = try readLine { $0.hasSuffix("PONG chatnet :\(token)") }
  }

  /// Says a text to one who does not read it, until that one is gone.
  func say(_ text: String, untilGone name: String) throws {
    var answer = ""
    while !answer.contains(" 401 ") {
      for _ in 0..<100 { try say("PRIVMSG \(name) :\(text)") }
      try say("PING on")
      answer = try readLine { $0.contains(" 401 ") || $0.hasSuffix(" PONG chatnet :on") }
    }
    try sync()
  }

  private func readMore() throws -> Bool {
    guard isReady(socket, POLLIN) else { throw TestFailure(text: "nothing comes") }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(socket, &chunk, chunk.count)
    if count < 0, errno != ECONNRESET { throw TestFailure(text: "read: \(errno)") }
    buffer += chunk[..<max(0, count)].lazy.map { $0 ^ mask }
    return count > 0
  }
}
