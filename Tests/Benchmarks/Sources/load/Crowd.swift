import CLoad
import Glibc

/// The clients of a run: their sockets, and what each has read of a line whose end is still to come.
final class Crowd {
  private struct Client {
    let socket: Int32
    var isConnected = false
    var tls: OpaquePointer?
    var part: UnsafeMutableRawPointer?
    var partCount = 0
    var partCapacity = 0
  }

  /// When bytes were last read.
  private(set) var readAt: Int64 = 0
  private let port: UInt16
  private let path: String?
  /// What TLS is spoken with, where it is.
  private let tls: OpaquePointer?
  private let epoll = load_epoll_create()
  private let clients: UnsafeMutablePointer<Client>
  private(set) var count = 0
  private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Crowd.batch)
  private let buffer = UnsafeMutableRawPointer.allocate(byteCount: Crowd.bufferSize, alignment: 64)

  private static let batch = 512
  private static let bufferSize = 1 << 19
  private static let readSize = 1 << 18

  /// Clients of a server on that port of 127.0.0.1, or on a Unix socket if there is a path.
  init(port: UInt16, path: String?, byTLS: Bool, capacity: Int) {
    tls = byTLS ? load_tls() : nil
    self.port = port
    self.path = path
    clients = .allocate(capacity: capacity)
  }

  /// Begins to connect one more client.
  func connect() throws(Failure) {
    let socket = path.map { load_connect_local($0) } ?? load_connect(port)
    if socket < 0 { throw Failure("client \(count) cannot connect: \(String(cString: strerror(errno)))") }
    (clients + count).initialize(to: Client(socket: socket))
    let interest = EPOLLIN.rawValue | EPOLLOUT.rawValue
    _ = load_epoll_control(epoll, EPOLL_CTL_ADD, socket, interest, UInt64(count))
    count += 1
  }

  func send(_ line: String, from client: Int) throws(Failure) {
    var line = line + "\r\n"
    let sent = line.withUTF8 { write(UnsafeRawBufferPointer($0), from: client) == $0.count }
    if !sent { throw Failure("client \(client) could not write") }
  }

  func send(_ bytes: UnsafeRawPointer, count: Int, from client: Int) throws(Failure) {
    // What is in flight is less than a socket takes: one that does not take it all is not being read by the server.
    let sent = write(UnsafeRawBufferPointer(start: bytes, count: count), from: client)
    if sent != count { throw Failure("client \(client) wrote \(sent) of \(count) bytes") }
  }

  /// Writes what goes out at once, and gives how much that was.
  func sendSome(_ bytes: UnsafeRawBufferPointer, from client: Int) throws(Failure) -> Int {
    let sent = write(bytes, from: client)
    if sent >= 0 || errno == EAGAIN { return max(0, sent) }
    throw Failure("client \(client) could not write")
  }

  private func write(_ bytes: UnsafeRawBufferPointer, from client: Int) -> Int {
    if let tls = clients[client].tls { return load_tls_write(tls, bytes.baseAddress, bytes.count) }
    return Glibc.write(clients[client].socket, bytes.baseAddress, bytes.count)
  }

  /// Reads no more from a client, whatever comes.
  func stopReading(_ client: Int) {
    _ = load_epoll_control(epoll, EPOLL_CTL_DEL, clients[client].socket, 0, 0)
  }

  /// Closes the connection of a client, which ends as any program's does; where another process has it open too, it
  /// ends with that one.
  func close(_ client: Int) {
    load_end_in_order(clients[client].socket)
    _ = load_epoll_control(epoll, EPOLL_CTL_DEL, clients[client].socket, 0, 0)
    Glibc.close(clients[client].socket)
  }

  /// Watches another descriptor, whose readiness ends a turn and means nothing else.
  func watch(_ descriptor: Int32) {
    _ = load_epoll_control(epoll, EPOLL_CTL_ADD, descriptor, EPOLLIN.rawValue, .max)
  }

  /// Waits until something is there, and reads once from each client that is ready.
  func turn(_ listener: inout some Listener, milliseconds: Int32 = 100) throws(Failure) {
    let ready = epoll_wait(epoll, events, Int32(Crowd.batch), milliseconds)
    if ready <= 0 { return }
    for index in 0..<Int(ready) where events[index].data.u64 != .max {
      let client = Int(events[index].data.u64)
      if !clients[client].isConnected { try greet(client, &listener) }
      if clients[client].isConnected, events[index].events & ~EPOLLOUT.rawValue != 0 {
        try read(client, &listener)
      }
    }
  }

  private func greet(_ client: Int, _ listener: inout some Listener) throws(Failure) {
    let error = load_socket_error(clients[client].socket)
    if error != 0 { throw Failure("client \(client) cannot connect: \(String(cString: strerror(error)))") }
    if let tls {
      let own = clients[client].tls ?? load_tls_begin(tls, clients[client].socket)
      let isBegun = clients[client].tls != nil
      clients[client].tls = own
      if load_tls_shake(own) != 1 {
        if errno != EAGAIN { throw Failure("client \(client): no TLS") }
        if !isBegun { listenOnly(to: client) }
        return
      }
    }
    clients[client].isConnected = true
    listenOnly(to: client)
    try listener.connected(client, of: self)
  }

  private func listenOnly(to client: Int) {
    _ = load_epoll_control(
      epoll, EPOLL_CTL_MOD, clients[client].socket, EPOLLIN.rawValue, UInt64(client))
  }

  private func read(_ client: Int, _ listener: inout some Listener) throws(Failure) {
    let kept = clients[client].partCount
    if kept > 0, let part = clients[client].part { buffer.copyMemory(from: part, byteCount: kept) }
    let got =
      clients[client].tls.map { load_tls_read($0, buffer + kept, Crowd.readSize) }
      ?? Glibc.read(clients[client].socket, buffer + kept, Crowd.readSize)
    if got < 0 && errno == EAGAIN { return }
    if got <= 0 { throw Failure("the server closed the connection of client \(client)") }
    readAt = Time.now
    var start = UnsafeRawPointer(buffer)
    let end = start + kept + got
    // The part that was kept holds no newline.
    var unsought = start + kept
    while let newline = memchr(unsought, 10, end - unsought) {
      try take(start, UnsafeRawPointer(newline), by: client, &listener)
      start = UnsafeRawPointer(newline) + 1
      unsought = start
    }
    keep(start, count: end - start, of: client)
  }

  @inline(__always)
  private func take(
    _ start: UnsafeRawPointer, _ newline: UnsafeRawPointer, by client: Int, _ listener: inout some Listener
  ) throws(Failure) {
    var end = newline
    if end > start, (end - 1).load(as: UInt8.self) == 13 { end -= 1 }
    let text = end - Text.count
    if text >= start, load_word(text) == Text.mark {
      return try listener.message(
        from: Text.sender(of: text), sequence: Text.sequence(of: text), by: client, of: self)
    }
    try takeOther(
      Line(bytes: UnsafeRawBufferPointer(start: start, count: end - start)), by: client, &listener)
  }

  private func takeOther(_ line: Line, by client: Int, _ listener: inout some Listener) throws(Failure) {
    switch line.verb {
    case Verb.ping: try send("PONG " + line.text.split(separator: " ", maxSplits: 1)[1], from: client)
    case Verb.error: throw Failure("client \(client) was told: \(line.text)")
    default: try listener.line(line, by: client, of: self)
    }
  }

  private func keep(_ start: UnsafeRawPointer, count: Int, of client: Int) {
    clients[client].partCount = count
    if count == 0 { return }
    if clients[client].partCapacity < count {
      clients[client].part?.deallocate()
      clients[client].partCapacity = max(count, 256)
      clients[client].part = .allocate(byteCount: clients[client].partCapacity, alignment: 1)
    }
    clients[client].part?.copyMemory(from: start, byteCount: count)
  }
}
