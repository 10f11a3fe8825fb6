import Relay
import Testing

@testable import Server

@Suite("What a crowd's coming and going costs is bounded")
struct DeparturesTests {
  @Test("those who go for the same reason are told of together, each once")
  func groups() {
    var departures = Departures()
    #expect(departures.isEmpty)
    let ids = (0..<3).map { SessionID(slot: $0, generation: 0) }
    departures.add(ids[0], reason: "closed")
    departures.add(ids[1], reason: "lost")
    departures.add(ids[2], reason: "closed")
    var told: [String: [SessionID]] = [:]
    while let (ids, reason) = departures.next() { told[reason] = ids }
    #expect(told == ["closed": [ids[0], ids[2]], "lost": [ids[1]]] && departures.isEmpty)
  }

  @Test(
    "news waits its least for few, longer for a crowd, and longer after a telling that took long, with an end"
  )
  func patience() {
    var patience = NewsPatience(least: 20)
    #expect(patience.wait(at: 1_000, crowd: 50) == 20)
    #expect(patience.wait(at: 1_000, crowd: 8_000) == 80)
    patience.note(cost: 10, at: 1_000)
    #expect(patience.wait(at: 1_010, crowd: 50) == 80)
    #expect(patience.wait(at: 1_060, crowd: 50) == 30)
    #expect(patience.wait(at: 2_000, crowd: 50) == 20)
    patience.note(cost: 900, at: 2_000)
    #expect(patience.wait(at: 2_900, crowd: 1_000_000) == 400)
  }
}
