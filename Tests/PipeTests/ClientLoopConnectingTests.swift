import Client
import Glibc
import Testing

@testable import Pipe

@Suite("The client's loop and a server that is gone")
struct ClientLoopConnectingTests {
  /// A port of 127.0.0.1 that the test listens on.
  private final class Port {
    let number: UInt16
    private var descriptor: Int32

    init() throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let descriptor = descriptor
      let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
            && getsockname(descriptor, $0, &length) == 0
        }
      }
      guard isBound else { throw StageFailure(text: "listen: \(errno)") }
      number = UInt16(bigEndian: address.sin_port)
    }

    deinit { close() }

    func close() {
      if descriptor >= 0 { Glibc.close(descriptor) }
      descriptor = -1
    }

    func accept() throws -> FarEnd {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 20_000) == 1 else { throw StageFailure(text: "nobody connects") }
      let connection = Glibc.accept(descriptor, nil, nil)
      _ = fcntl(connection, F_SETFL, O_NONBLOCK)
      return FarEnd(connection)
    }
  }

  @Test("gives the mind all that the server said before it tells that it is gone")
  func lastWords() throws {
    let stage = try LoopStage { told, mind in
      if case .disconnected = told { mind.output.outcome = .noConnection }
    }
    let words = String(repeating: "last words ", count: 10_000)
    try stage.start()
    try stage.server.write(words)
    stage.server.close()
    #expect(try stage.ending() == Ending(.noConnection))
    #expect(stage.mind.told.first == .connected && stage.mind.told.last == .disconnected(nil))
    let heard = stage.mind.told.map { if case .received(let text) = $0 { text } else { "" } }
    #expect(heard.joined() == words)
  }

  @Test("goes on reading a server that reads no more, though what is sent fails")
  func deafServer() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .received("first"): for _ in 0..<100 { mind.say(String(repeating: "x", count: 10_000)) }
      case .disconnected: mind.output.outcome = .noConnection
      default: break
      }
    }
    // All of it is there before the loop begins, and the connection is already cut.
    try stage.server.write("first")
    stage.server.endWriting()
    stage.server.close()
    try stage.start()
    #expect(try stage.ending() == Ending(.noConnection))
    #expect(stage.mind.told.prefix(2) == [.connected, .received("first")])
    #expect(stage.mind.told.count == 3)
  }

  @Test("connects anew where the mind wants that, drops what the old connection did not take, and goes on")
  func anew() throws {
    let port = try Port()
    var connections = 0
    let stage = try LoopStage { told, mind in
      switch told {
      case .connected:
        connections += 1
        mind.say("hello \(connections)")
      case .disconnected:
        mind.say("to nobody")
        mind.output.connects = true
      case .received("enough"): mind.output.outcome = .done
      default: break
      }
    }
    try stage.start(port: port.number)
    try stage.server.expect("hello 1")
    stage.server.close()
    let second = try port.accept()
    try second.expect("hello 2")
    second.close()
    let third = try port.accept()
    try third.expect("hello 3")
    try third.write("enough")
    #expect(try third.readAll() == [])
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("tells that a new connection cannot be made, each time that the mind tries")
  func refused() throws {
    let port = try Port()
    port.close()
    var attempts = 0
    let stage = try LoopStage { told, mind in
      switch told {
      case .disconnected: mind.output.connects = true
      case .connectionFailed:
        attempts += 1
        if attempts < 3 { mind.deadline = mind.now + 10 } else { mind.output.outcome = .noConnection }
      case .timePassed:
        mind.deadline = nil
        mind.output.connects = true
      default: break
      }
    }
    try stage.start(port: port.number)
    stage.server.close()
    #expect(try stage.ending() == Ending(.noConnection))
    let failures = stage.mind.told.filter { if case .connectionFailed = $0 { true } else { false } }
    #expect(failures.count == 3)
    for case .connectionFailed(let text) in failures { #expect(text.contains("127.0.0.1:\(port.number)")) }
  }

  @Test("tells at once that a connection cannot be made where there is no place to make it to")
  func noPlace() throws {
    let stage = try LoopStage { _, mind in
      if mind.told.count == 1 { mind.output.connects = true } else { mind.output.outcome = .noConnection }
    }
    try stage.start(.failed(Failure(.noConnection, "nobody is there")))
    #expect(try stage.ending() == Ending(.noConnection))
    #expect(
      stage.mind.told == [
        .connectionFailed("nobody is there"), .connectionFailed("no server to connect to"),
      ])
  }

  @Test("takes input while there is no connection")
  func inputMeanwhile() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .input(.line(let line)): mind.show(String(decoding: line, as: UTF8.self))
      case .input(.end): mind.output.outcome = .noConnection
      default: break
      }
    }
    try stage.start(.failed(Failure(.noConnection, "nobody is there")))
    try stage.input.write("kept\n")
    try stage.output.expect("kept")
    stage.input.close()
    #expect(try stage.ending() == Ending(.noConnection))
  }
}
