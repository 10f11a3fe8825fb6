import Testing

@testable import Client

@Suite("Where a message has passed")
struct ViaTests {
  private static func via(_ text: String) -> Via? { Via(Array(text.utf8)) }

  @Test(
    "is a list of names, and nothing else",
    arguments: ["a", "ops", "exec.0123456789abcdef", "a,b,c", "A.b_c-9"])
  func lists(text: String) {
    #expect(Self.via(text)?.text == Array(text.utf8))
  }

  @Test(
    "what is none is none",
    arguments: [
      "", ",", "a,", ",a", "a,,b", "a b", "a;b", "ä", "a\n", String(repeating: "x", count: 65),
      String(repeating: "name,", count: 110) + "x",
    ])
  func others(text: String) {
    #expect(Self.via(text) == nil)
  }

  @Test("tells bridges from commands")
  func kinds() throws {
    let mark = Via.mark(0x1F)
    #expect(mark == Array("exec.000000000000001f".utf8))
    let command = try #require(Via().passing(mark))
    #expect(command.isOfCommand && !command.hasPassedBridge && command.contains(mark))
    let both = try #require(command.passing(Array("ops".utf8)))
    #expect(both.isOfCommand && both.hasPassedBridge && both.contains(Array("ops".utf8)))
    #expect(both.text == mark + Array(",ops".utf8))
    #expect(!both.contains(Array("op".utf8)) && !both.contains([]))
    #expect(Via.isBridge(Array("ops".utf8)) && !Via.isBridge(mark) && !Via.isBridge([]))
    #expect(Via().passing([]) == Via())
  }

  @Test("has an end: what has passed too much passes nothing more")
  func bound() {
    var via = Via()
    var count = 0
    while let next = via.passing(Array("bridge-\(count % 10)".utf8)), count < 1000 {
      via = next
      count += 1
    }
    #expect((10..<100).contains(count))
  }
}
