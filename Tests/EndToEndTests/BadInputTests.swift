import Glibc
import Testing

@Suite("Bad input neither ends the server nor reaches others")
struct BadInputTests {
  /// Runs `body` with a client that misbehaves, while bob and carol talk; afterwards they still do, and have
  /// heard nothing else.
  private func undisturbed(_ body: (RawClient) throws -> Void) throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      let carol = try server.connect(as: "carol")
      try bob.join()
      try carol.join()
      try bob.expect("JOIN") { $0.name == "carol" }
      let mallory = try server.connect(as: "mallory")
      try body(mallory)
      try bob.send("PRIVMSG #lobby :still here")
      let heard = try carol.messagesUntilNow().filter { $0.name != "mallory" }
      #expect(heard.map(\.line).filter { !$0.contains(" PRIVMSG #lobby :still here") } == [])
      #expect(heard.count == 1)
    }
  }

  @Test("a line that is too long gets 417, and the next is read")
  func tooLong() throws {
    try undisturbed { mallory in
      try mallory.send("PRIVMSG #lobby :" + String(repeating: "x", count: 600))
      try mallory.send("PING after")
      let answers = [try mallory.next(), try mallory.next()].compactMap { $0 }
      #expect(answers.map(\.verb) == ["417", "PONG"])
    }
  }

  @Test("tags that are too long get 417")
  func tagsTooLong() throws {
    try undisturbed { mallory in
      try mallory.send("@+x=" + String(repeating: "x", count: 5000) + " PRIVMSG #lobby :hi")
      try mallory.expect("417")
    }
  }

  @Test("a line that never ends costs one 417")
  func endless() throws {
    try undisturbed { mallory in
      for _ in 0..<50 { try mallory.send(bytes: [UInt8](repeating: 0x78, count: 100_000)) }
      try mallory.send("", "PING after")
      let answers = [try mallory.next(), try mallory.next()].compactMap { $0 }
      #expect(answers.map(\.verb) == ["417", "PONG"])
    }
  }

  @Test("a line that is not UTF-8 gets FAIL * INVALID_UTF8 or 400, and is not relayed")
  func notUTF8() throws {
    try undisturbed { mallory in
      for evil: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
        try mallory.send(bytes: Array("PRIVMSG #lobby :".utf8) + evil + [0x0D, 0x0A])
        let answer = try mallory.messagesUntilNow()
        #expect(answer.count == 1)
        #expect(["FAIL", "400", "NOTICE"].contains(answer.first?.verb), "\(answer)")
      }
    }
  }

  @Test("NUL and bare CR do not end a line, and are not relayed")
  func nul() throws {
    try undisturbed { mallory in
      try mallory.send(
        bytes: Array("PRIVMSG #lobby :a\0b\r\nPRI\0VMSG #lobby :c\r\nPRIVMSG #lobby :d\rQUIT\r\n".utf8))
      let answers = try mallory.messagesUntilNow()
      #expect(!answers.isEmpty)
    }
  }

  @Test("half a line and a disconnect is no line")
  func halfALine() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join()
      do {
        let mallory = try server.connect(as: "mallory")
        try mallory.join()
        try mallory.send(bytes: Array("PRIVMSG #lobby :half".utf8))
        mallory.hangUp()
      }
      try bob.expect("QUIT") { $0.name == "mallory" }
      #expect(!bob.reader.everything.contains("half"))
    }
  }

  @Test("a flood of a client that does not read holds nobody up")
  func floodWithoutReading() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      let carol = try server.connect(as: "carol")
      let mallory = try server.connect(as: "mallory")
      // Each of these is answered at length. The server stops reading from one that does not take its answers.
      let flood = Array(String(repeating: "WHOIS mallory\r\nMOTD\r\nLUSERS\r\n", count: 1000).utf8)
      _ = try? mallory.writer.write(flood + flood + flood + flood, by: .seconds(2))
      for round in 1...20 {
        try bob.send("PRIVMSG carol :round \(round)")
        try carol.expect("PRIVMSG", by: .seconds(5)) { $0.parameters.last == "round \(round)" }
      }
    }
  }

  @Test("a client that never reads what the others say is closed alone, with an ERROR")
  func slowReader() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      let sleeper = try server.connect(as: "sleeper")
      // A line to eight rooms is eight lines to the sleeper.
      let rooms = (1...8).map { "#room\($0)" }.joined(separator: ",")
      for client in [bob, sleeper] {
        try client.send("JOIN \(rooms)")
        _ = try client.messagesUntilNow()
      }
      let lines = String(repeating: "PRIVMSG \(rooms) :\(String(repeating: "x", count: 380))\r\n", count: 500)
      let deadline = Deadline.seconds(60)
      var isGone = false
      while !isGone && !deadline.isOver {
        try bob.writer.write(lines)
        isGone = try bob.messagesUntilNow(by: deadline).contains { $0.verb == "QUIT" && $0.name == "sleeper" }
      }
      #expect(isGone)
      try sleeper.reader.readAll()
      let end = String(decoding: sleeper.reader.everyByte.suffix(500), as: UTF8.self)
      #expect(end.contains("\r\nERROR :"))
    }
  }

  @Test("ten thousand random lines change nothing for the others", arguments: [UInt64(1), 2, 3])
  func randomLines(seed: UInt64) throws {
    try undisturbed { mallory in
      var random = SplitMix(state: seed)
      for _ in 0..<100 {
        var bytes: [UInt8] = []
        for _ in 0..<100 { bytes += randomLine(&random) + [0x0A] }
        try mallory.send(bytes: bytes)
        while Deadline.seconds(0).wait(for: POLLIN, on: mallory.reader.descriptor), mallory.reader.readOnce()
        {}
      }
    }
  }

  /// A line of words that mean something in a wrong order, and of bytes that mean nothing. None of them is aimed
  /// at the others: what mallory does to them is judged elsewhere.
  private func randomLine(_ random: inout SplitMix) -> [UInt8] {
    let words = [
      "NICK", "USER", "JOIN", "PART", "PRIVMSG", "NOTICE", "TAGMSG", "CAP", "LS", "REQ", "END", "WHO",
      "WHOIS", "TOPIC", "MODE",
      "LIST", "NAMES", "AWAY", "ISON", "USERHOST", "PING", "PASS", "#x", "#y,#z", "mallory", "*", "+o",
      "-v+b", "0", ":", "%tcuhn",
      "@a=b;+c", ":x!y@z", "draft/pre-away", "message-tags echo-message", "302", "\0", "\u{1}ACTION\u{1}",
      "漢", "",
    ]
    var line: [UInt8] = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      if Int.random(in: 0..<10, using: &random) == 0 {
        line += (0..<Int.random(in: 0...20, using: &random)).map { _ in
          UInt8.random(in: .min ... .max, using: &random)
        }
      } else {
        line += Array(words.randomElement(using: &random)!.utf8)
      }
      line.append(0x20)
    }
    return line.filter { $0 != 0x0A }
  }
}

/// A generator whose numbers are the same at each run (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
