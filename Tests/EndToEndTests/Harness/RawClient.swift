import CLinux
import Glibc

/// A message as a raw client reads it: taken apart without chatnet's own parser, so that a fault in that one shows.
struct RawMessage: CustomStringConvertible {
  let line: String
  private(set) var tags: [String: String] = [:]
  private(set) var source = ""
  private(set) var verb = ""
  private(set) var parameters: [String] = []

  init(_ line: String) {
    self.line = line.hasSuffix("\r") ? String(line.dropLast()) : line
    var rest = Substring(self.line.hasSuffix("\r\n") ? String(self.line.dropLast()) : self.line)
    func word() -> Substring {
      let word = rest.prefix { $0 != " " }
      rest = rest.dropFirst(word.count).drop { $0 == " " }
      return word
    }
    if rest.first == "@" {
      for tag in word().dropFirst().split(separator: ";") {
        let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        tags[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      }
    }
    if rest.first == ":" { source = String(word().dropFirst()) }
    verb = String(word())
    while !rest.isEmpty && rest.first != ":" { parameters.append(String(word())) }
    if rest.first == ":" { parameters.append(String(rest.dropFirst())) }
  }

  /// The name in the source.
  var name: String { String(source.prefix { $0 != "!" }) }

  var description: String { line }
}

/// A connection to an IRC server on which a test writes and reads lines itself.
final class RawClient {
  let reader: ByteReader
  let writer: ByteWriter
  private var pings = 0

  /// Connects to a port of the loopback address.
  init(port: UInt16) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = try withUnsafePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try RawClient.connect(AF_INET, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    reader = ByteReader(descriptor)
    writer = ByteWriter(descriptor, ownsDescriptor: false)
  }

  /// Connects to a Unix socket.
  init(socket path: String) throws {
    var address = sockaddr_un()
    let length = clinux_unix_address(&address, path, path.utf8.count)
    let descriptor = try withUnsafePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { try RawClient.connect(AF_UNIX, $0, length) }
    }
    reader = ByteReader(descriptor)
    writer = ByteWriter(descriptor, ownsDescriptor: false)
  }

  private static func connect(
    _ family: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
  ) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw HarnessError.system("socket") }
    guard Glibc.connect(descriptor, address, length) == 0 else {
      defer { close(descriptor) }
      throw HarnessError.system("connect")
    }
    return descriptor
  }

  /// Sends lines, each with CR LF behind it.
  func send(_ lines: String...) throws {
    try writer.write(lines.map { $0 + "\r\n" }.joined())
  }

  /// Sends bytes as they are.
  func send(bytes: [UInt8]) throws { try writer.write(bytes) }

  /// Hangs up without a word.
  func hangUp() { reader.hangUp() }

  /// The next message, or nil when the server has closed the connection.
  func next(by deadline: Deadline = .usual) throws -> RawMessage? {
    try reader.line(by: deadline).map(RawMessage.init)
  }

  /// The first message with that command word or numeric; those before it are passed over.
  @discardableResult
  func expect(_ verb: String, by deadline: Deadline = .usual) throws -> RawMessage {
    try expect(verb, by: deadline) { _ in true }
  }

  /// The first message with that command word or numeric for which `isWanted` is true.
  @discardableResult
  func expect(
    _ verb: String, by deadline: Deadline = .usual, where isWanted: (RawMessage) -> Bool
  ) throws -> RawMessage {
    while true {
      guard let message = try next(by: deadline) else {
        throw HarnessError(
          "closed instead of \(verb), after: \(reader.everything.suffix(2000).debugDescription)")
      }
      if message.verb == verb, isWanted(message) { return message }
    }
  }

  /// What the server has said before it answers a PING that is sent now.
  func messagesUntilNow(by deadline: Deadline = .usual) throws -> [RawMessage] {
    pings += 1
    let token = "until-\(pings)"
    try send("PING \(token)")
    var messages: [RawMessage] = []
    while let message = try next(by: deadline) {
      if message.verb == "PONG", message.parameters.last == token { return messages }
      messages.append(message)
    }
    throw HarnessError("closed instead of PONG, after: \(reader.everything.suffix(2000).debugDescription)")
  }

  /// Registers under the name, after asking for the capabilities, and reads the greeting to its end.
  func register(_ name: String, capabilities: String = "") throws {
    if !capabilities.isEmpty { try send("CAP REQ :\(capabilities)") }
    try send("NICK \(name)", "USER \(name) 0 * :\(name)")
    if !capabilities.isEmpty { try send("CAP END") }
    try expect("001")
    _ = try messagesUntilNow()
  }

  /// Joins the room and waits until its list is through.
  func join(_ room: String = "#lobby") throws {
    try send("JOIN \(room)")
    try expect("366")
  }
}
