import Testing

@testable import Client

@Suite("Pauses between tries")
struct RetryPausesTests {
  @Test("they begin at 0.1 to 0.3 s, grow about twofold, and stay below 30 s, whatever the seed")
  func bounds() {
    for seed in 0..<200 as Range<UInt64> {
      var pauses = RetryPauses(seed: seed &* 0x9E37_79B9_7F4A_7C15)
      var middle: Int64 = 200
      for _ in 0..<40 {
        let pause = pauses.next()
        #expect((min(15_000, middle / 2)...min(30_000, middle * 3 / 2)).contains(pause))
        middle = min(30_000, middle * 2)
      }
      pauses.reset()
      #expect((100...300).contains(pauses.next()))
      #expect((1000...2000).contains(pauses.nextForName()))
    }
  }

  @Test("two runs do not pause alike, and one with the same seed does")
  func spread() {
    func pauses(_ seed: UInt64) -> [Int64] {
      var pauses = RetryPauses(seed: seed)
      return (0..<8).map { _ in pauses.next() }
    }
    #expect(pauses(1) == pauses(1))
    #expect(Set((0..<50).map { pauses($0) }).count == 50)
  }
}
