import Testing

@testable import Client

@Suite("What a server says of TLS in its list of capabilities (IRCv3 sts)")
struct StrictTransportTests {
  private typealias Decision = StrictTransportGate.Decision

  @Test(
    "ports and times are read, and what is no number is not",
    arguments: [
      ("sts=port=6697", 6697, nil), ("a sts=duration=10,port=1 b", 1, 10),
      ("sts=port=1,duration=0,preload", 1, 0),
      ("sts=port=0", nil, nil), ("sts=port=65536", nil, nil), ("sts=port=x,duration=-1", nil, nil),
      ("sts=", nil, nil),
    ] as [(String, UInt16?, Int?)])
  func offers(list: String, port: UInt16?, seconds: Int?) throws {
    let offer = try #require(StrictTransportOffer(Array(list.utf8)[...]))
    #expect(offer.port == port)
    #expect(offer.seconds == seconds)
  }

  @Test(
    "a list without it, or with something like it, offers nothing",
    arguments: ["", "sasl", "sts", "xsts=port=1"])
  func none(list: String) {
    #expect(StrictTransportOffer(Array(list.utf8)[...]) == nil)
  }

  @Test(
    "in the clear nothing passes before the list has shown that TLS is not wanted",
    arguments: [
      (":s CAP * LS :sts=port=7\r\n", .upgrade(7)), (":s CAP * LS * :sts=port=7\n", .upgrade(7)),
      ("NOTICE * :hello\r\n:s CAP * LS * :a b\r\n:s CAP * LS :c sts=duration=1,port=9\r\n", .upgrade(9)),
      (":s CAP * LS :sts=duration=9\r\n", .pass), (":s CAP * LS :a b\r\n", .pass),
      (":s CAP * LS * :a b\r\n", .withhold), ("NOTICE * :hello\r\n", .withhold),
      (":s CAP * LS :sts=por", .withhold),
      ("PING :x\r\n", .pass), (":s 451 * :register first\r\n", .pass),
      (":s CAP * ACK :sts=port=7\r\n", .pass),
      ("ERROR :no\r\n:s CAP * LS :sts=port=7\r\n", .pass), ("", .withhold),
      (String(repeating: "x", count: 17_000), .pass),
    ] as [(String, StrictTransportGate.Decision)])
  func gate(said: String, decision: StrictTransportGate.Decision) {
    var gate = StrictTransportGate(isSafe: false)
    #expect(Array(said.utf8).withUnsafeBytes { gate.look(at: $0) } == decision)
    // However it comes, it is decided the same way at its end, and by no part of it otherwise.
    var piecewise = StrictTransportGate(isSafe: false)
    for end in 0..<min(200, said.utf8.count) {
      let soFar = Array(said.utf8)[..<end].withUnsafeBytes { piecewise.look(at: $0) }
      if soFar != .withhold {
        #expect(soFar == decision)
        break
      }
    }
  }

  @Test("by TLS nothing is dropped, and how long it holds is known")
  func safe() {
    var gate = StrictTransportGate(isSafe: true)
    let said = Array(":s CAP * LS :a sts=duration=77,port=9 b\r\n".utf8)
    #expect(said.withUnsafeBytes { gate.look(at: $0) } == .pass)
    #expect(gate.seconds == 77)
  }
}
