import Client
import Testing

@testable import Pipe

@Suite("The client's loop")
struct ClientLoopTests {
  private let long = String(repeating: "x", count: 1_000)

  @Test("tells the mind of the connection first, carries bytes both ways, and ends when the mind is done")
  func dialogue() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .connected: mind.say("hello")
      case .received("welcome"):
        mind.show("seen")
        mind.say("goodbye")
        mind.output.outcome = .answerIsNo
      default: break
      }
    }
    try stage.start()
    try stage.server.expect("hello")
    try stage.server.write("welcome")
    try stage.server.expect("goodbye")
    #expect(try stage.server.readAll() == [], "the connection is not closed")
    try stage.output.expect("seen")
    #expect(try stage.ending() == Ending(.answerIsNo))
    #expect(stage.mind.told == [.connected, .received("welcome")])
    #expect(stage.front.isClosed)
  }

  @Test("tells why there is no first connection")
  func noConnection() throws {
    let stage = try LoopStage { _, mind in mind.output.outcome = .noConnection }
    try stage.start(.failed(Failure(.noConnection, "nobody is there")))
    #expect(try stage.ending() == Ending(.noConnection))
    #expect(stage.mind.told == [.connectionFailed("nobody is there")])
  }

  @Test("gives lines while they are wanted, and the end behind the last of them")
  func input() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .input(.line(let line)):
        mind.wantsInput = false
        mind.say(String(decoding: line, as: UTF8.self))
      case .received("more"): mind.wantsInput = true
      case .input(.end): mind.output.outcome = .done
      default: break
      }
    }
    try stage.start()
    try stage.input.write("one\ntwo\n")
    stage.input.close()
    for line in ["one", "two"] {
      try stage.server.expect(line)
      let saysMore = stage.server.canRead(within: 100)
      #expect(!saysMore, "a line was given that was not wanted")
      try stage.server.write("more")
    }
    #expect(try stage.ending() == Ending(.done))
    #expect(
      stage.mind.told.filter { if case .input = $0 { true } else { false } } == [
        .input(.line(Array("one".utf8))), .input(.line(Array("two".utf8))), .input(.end),
      ])
  }

  @Test("reads no more input than it can keep for a server that is slow, and loses none of it")
  func slowServer() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .input(.line(let line)): mind.output.bytes += line
      case .input(.end): mind.output.outcome = .done
      default: break
      }
    }
    try stage.start()
    let lines = (0..<8_000).map { "\($0) \(long)" }
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let taken = try stage.input.writeWhatIsTaken(bytes, within: 500)
    // What the sockets and the pipe hold comes on top of what waits to be sent.
    #expect((256 << 10..<2 << 20).contains(taken), "\(taken) of \(bytes.count) bytes were read")
    let wanted = Array(lines.joined().utf8)
    var (sent, received) = (taken, [UInt8]())
    while sent < bytes.count {
      received += try stage.server.read(1_000)
      sent += try stage.input.writeWhatIsTaken(Array(bytes[sent...].prefix(4_000)), within: 0)
    }
    stage.input.close()
    received += try stage.server.readAll()
    #expect(received == wanted)
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("does not listen to the server when too much waits for a reader, and its clock stands meanwhile")
  func slowReader() throws {
    var isTimed = false
    let stage = try LoopStage { told, mind in
      switch told {
      case .received(let text):
        if !isTimed { mind.deadline = mind.now + 500 }
        isTimed = true
        mind.show(text)
      case .timePassed:
        mind.deadline = nil
        mind.say("late")
      case .disconnected: mind.output.outcome = .done
      default: break
      }
    }
    let bytes = Array(repeating: Array((long + "\n").utf8), count: 8_000).flatMap(\.self)
    // More than anybody keeps is there before the loop begins, so that it is behind as soon as it has begun to read.
    var written = try stage.server.writeWhatIsTaken(bytes, within: 0)
    try stage.start()
    written += try stage.server.writeWhatIsTaken(Array(bytes[written...]), within: 500)
    // What may wait, what the socket and the pipe hold, and what is read in a turn.
    #expect((1 << 20..<2 << 20).contains(written), "\(written) of \(bytes.count) bytes were listened to")
    let isLate = stage.server.canRead(within: 1_000)
    #expect(!isLate, "time has passed for the mind while nothing could reach it")
    var shown = [UInt8]()
    while written < bytes.count {
      shown += try stage.output.read(1_000)
      written += try stage.server.writeWhatIsTaken(Array(bytes[written...].prefix(4_000)), within: 0)
    }
    while shown.count < bytes.count { shown += try stage.output.read(min(1_000, bytes.count - shown.count)) }
    #expect(shown == bytes)
    try stage.server.expect("late")
    stage.server.close()
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("takes input while nobody reads the output, and listens on while input waits for the server's word")
  func readerWhoWrites() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .received(let text):
        mind.show(text)
        // The word on what was sent.
        if text.hasSuffix("!") { mind.wantsInput = true }
      case .input(.line(let line)):
        mind.wantsInput = false
        mind.output.bytes += line
      case .disconnected: mind.output.outcome = .done
      default: break
      }
    }
    try stage.start()
    let bytes = [UInt8](repeating: 0x78, count: 900_000)
    #expect(try stage.server.writeWhatIsTaken(bytes, within: 2_000) == bytes.count)
    try stage.input.write("one\ntwo\nthree\n")
    var written = bytes.count
    for line in ["one", "two"] {
      try stage.server.expect(line)
      // More than may wait where no input does.
      written += try stage.server.writeWhatIsTaken(bytes, within: 2_000)
      try stage.server.write("!")
      written += 1
    }
    try stage.server.expect("three")
    let shown = try stage.output.read(written)
    #expect(shown.count { $0 == UInt8(ascii: "!") } == 2)
    stage.server.close()
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("takes no more input when far too much waits for a reader")
  func endlessOutput() throws {
    let stage = try LoopStage { told, mind in
      if case .input(.line(let line)) = told {
        for _ in 0..<100 { mind.show(String(decoding: line, as: UTF8.self)) }
      }
    }
    try stage.start()
    let bytes = Array(repeating: Array((long + "\n").utf8), count: 2_000).flatMap(\.self)
    let taken = try stage.input.writeWhatIsTaken(bytes, within: 500)
    #expect(taken < bytes.count / 2, "\(taken) of \(bytes.count) bytes were read")
    stage.output.close()
    _ = try stage.ending()
  }

  @Test("does not listen to a server that asks for more than it reads")
  func demandingServer() throws {
    let stage = try LoopStage { told, mind in
      switch told {
      case .received(let text): for _ in 0..<20 { mind.say(text) }
      case .disconnected: mind.output.outcome = .done
      default: break
      }
    }
    try stage.start()
    let bytes = Array(String(repeating: "x", count: 4 << 20).utf8)
    let taken = try stage.server.writeWhatIsTaken(bytes, within: 500)
    #expect(taken < 1 << 20, "\(taken) bytes were answered that nobody reads")
    let answers = try stage.server.read(20 * taken)
    #expect(answers.allSatisfy { $0 == UInt8(ascii: "x") })
    stage.server.close()
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("tells the time when it has come, once, and not before; it sleeps until then")
  func timers() throws {
    let pauses: [Int64] = [30, 150, 50]
    var times: [Int64] = []
    let stage = try LoopStage { told, mind in
      switch told {
      case .received("go"), .timePassed:
        mind.deadline = times.count < pauses.count ? mind.now + pauses[times.count] : nil
        times.append(mind.now)
        if mind.deadline == nil { mind.say("done") }
      case .received: mind.output.outcome = .done
      default: break
      }
    }
    try stage.start()
    try stage.server.write("go")
    try stage.server.expect("done")
    let ends = stage.hasEnded(within: 200)
    #expect(!ends, "it has ended by itself")
    try stage.server.write("end")
    #expect(try stage.ending() == Ending(.done))
    #expect(
      stage.mind.told == [
        .connected, .received("go"), .timePassed, .timePassed, .timePassed, .received("end"),
      ])
    for (index, pause) in pauses.enumerated() { #expect(times[index + 1] - times[index] >= pause) }
    // One for each thing told, and a few for what is written and closed.
    #expect(stage.front.turns < 16, "\(stage.front.turns) turns, though hardly anything happened")
  }
}
