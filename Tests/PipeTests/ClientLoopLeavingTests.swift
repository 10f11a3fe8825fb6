import Client
import Glibc
import Testing

@testable import Pipe

@Suite("How the client's loop ends")
struct ClientLoopLeavingTests {
  /// Says goodbye when it is to leave.
  private func polite(_ told: Told, _ mind: ScriptedMind) {
    switch told {
    case .leave, .leaveNotKeeping:
      mind.say("QUIT")
      mind.output.outcome = .done
    case .received(let text): mind.show(text)
    default: break
    }
  }

  @Test("the reader of the output goes away, and nothing else happens: it leaves at once")
  func readerGone() throws {
    let stage = try LoopStage(polite)
    try stage.start()
    stage.output.close()
    try stage.server.expect("QUIT")
    #expect(try stage.server.readAll() == [])
    #expect(try stage.ending() == Ending(.done))
    #expect(stage.mind.told == [.connected, .leave])
  }

  @Test("the reader of the output goes away while it is behind")
  func slowReaderGone() throws {
    let stage = try LoopStage(polite)
    try stage.start()
    _ = try stage.server.writeWhatIsTaken([UInt8](repeating: 0x78, count: 4 << 20), within: 200)
    stage.output.close()
    try stage.server.expect("QUIT")
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("the output cannot be written: it leaves, and that is its outcome")
  func cannotWrite() throws {
    let stage = try LoopStage(polite)
    stage.front.flushed = .failed("the disk is full")
    try stage.start()
    try stage.server.expect("QUIT")
    #expect(try stage.ending() == Ending(.cannotWriteOutput))
  }

  @Test("what must be kept cannot be: what was to be sent with it stays here")
  func notKept() throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.say("not kept") }
      polite(told, mind)
    }
    stage.front.flushed = .notKept("the disk is full")
    try stage.start()
    try stage.server.expect("QUIT")
    #expect(try stage.server.readAll() == [])
    #expect(try stage.ending() == Ending(.cannotWriteOutput))
    #expect(stage.mind.told == [.connected, .leaveNotKeeping("the disk is full")])
  }

  @Test("a signal: it says goodbye, and ends by that signal", arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalled(signal: Int32) throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.say("hello") }
      polite(told, mind)
    }
    try stage.start()
    try stage.server.expect("hello")
    stage.signal(signal)
    try stage.server.expect("QUIT")
    #expect(try stage.ending() == Ending(.done, signal: signal))
    #expect(stage.front.signals == [signal])
  }

  @Test("a signal: a server that is behind gets what was said before, and the goodbye")
  func signalledAhead() throws {
    let said = String(repeating: "x", count: 400_000)
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.say(said) }
      polite(told, mind)
    }
    try stage.start()
    _ = try stage.server.read(1)
    stage.signal(SIGTERM)
    let ends = stage.hasEnded(within: 50)
    #expect(!ends, "it has not waited")
    let heard = try stage.server.readAll()
    #expect(heard.count == said.utf8.count - 1 + 4 && heard.suffix(4) == Array("QUIT".utf8))
    #expect(try stage.ending() == Ending(.done, signal: SIGTERM))
  }

  @Test("a second signal: it waits for nothing any more, and ends by that one")
  func signalledTwice() throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.say(String(repeating: "x", count: 4 << 20)) }
      polite(told, mind)
    }
    try stage.start()
    _ = try stage.server.read(1)
    stage.signal(SIGTERM)
    let ends = stage.hasEnded(within: 50)
    #expect(!ends, "it has not waited")
    stage.signal(SIGINT)
    #expect(try stage.ending() == Ending(.done, signal: SIGINT))
    #expect(stage.front.signals == [SIGTERM], "the front is asked about a signal when all is over")
  }

  @Test("a signal that the front deals with changes nothing")
  func dealtWith() throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.say("hello") }
      polite(told, mind)
    }
    stage.front.handled = [SIGINT]
    try stage.start()
    try stage.server.expect("hello")
    stage.signal(SIGINT)
    let ends = stage.hasEnded(within: 100)
    #expect(!ends)
    stage.signal(SIGTERM)
    #expect(try stage.ending() == Ending(.done, signal: SIGTERM))
    #expect(stage.front.signals == [SIGINT, SIGTERM])
  }

  @Test("a server that does not take the goodbye is not waited for longer than a second or so")
  func deafServer() throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told {
        mind.say(String(repeating: "x", count: 8 << 20))
        mind.output.outcome = .done
      }
    }
    try stage.start()
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("the server's end is waited for where the mind asks for it, and no longer than a second or so")
  func awaited() throws {
    for closes in [true, false] {
      let stage = try LoopStage { told, mind in
        if case .received = told {
          mind.say("QUIT")
          mind.output.awaitsClose = true
          mind.output.outcome = .done
        }
      }
      try stage.start()
      try stage.server.write("go")
      try stage.server.expect("QUIT")
      if closes {
        let ends = stage.hasEnded(within: 100)
        #expect(!ends, "it has not waited")
        stage.server.close()
      }
      #expect(try stage.ending() == Ending(.done))
    }
  }

  @Test("what is to be written belongs to its reader, however slow that is")
  func slowReader() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let stage = try LoopStage { told, mind in
      if case .connected = told {
        mind.show(text)
        mind.output.outcome = .done
      }
    }
    try stage.start()
    // Longer than a goodbye may take.
    let ends = stage.hasEnded(within: 1_500)
    #expect(!ends, "it has ended before all was read")
    #expect(try stage.output.read(text.utf8.count) == Array(text.utf8))
    #expect(try stage.ending() == Ending(.done))
  }

  @Test("a signal does not wait for a slow reader longer than for the server")
  func signalledBehind() throws {
    let stage = try LoopStage { told, mind in
      if case .connected = told { mind.show(String(repeating: "x", count: 1 << 20)) }
      polite(told, mind)
    }
    try stage.start()
    _ = try stage.output.read(1)
    stage.signal(SIGTERM)
    #expect(try stage.ending() == Ending(.done, signal: SIGTERM))
  }

  @Test("nothing more is read when the mind is done")
  func doneIsDone() throws {
    let stage = try LoopStage { told, mind in
      if case .input(.line) = told { mind.output.outcome = .badInput }
    }
    try stage.input.write("one\ntwo\nthree\n")
    try stage.start()
    #expect(try stage.ending() == Ending(.badInput))
    let lines = stage.mind.told.filter { if case .input = $0 { true } else { false } }
    #expect(lines.first == .input(.line(Array("one".utf8))))
  }
}
