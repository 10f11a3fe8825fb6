import Testing

@testable import Server

@Suite("What may be made others wait for")
struct HoldUpTests {
  @Test("a receiver uses its time up while others wait for it, and some comes back while nobody does")
  func holdUp() {
    var holdUp = HoldUp()
    #expect(holdUp.left(of: 5_000, at: 1_000) == 5_000)
    holdUp.begin(at: 1_000)
    holdUp.begin(at: 2_000)
    #expect(holdUp.left(of: 5_000, at: 4_000) == 2_000)
    holdUp.end(at: 4_000)
    holdUp.end(at: 9_000)
    #expect(holdUp.left(of: 5_000, at: 4_000) == 2_000)
    #expect(holdUp.left(of: 5_000, at: 104_000) == 3_000)
    holdUp.begin(at: 104_000)
    #expect(holdUp.left(of: 5_000, at: 200_000) == 0)
    holdUp.end(at: 200_000)
    #expect(holdUp.left(of: 5_000, at: 200_000) == 0)
    #expect(holdUp.left(of: 5_000, at: 100_000_000) == 5_000)
  }

  @Test("news beyond the burst waits as long as it takes to forget it")
  func newsDebt() {
    let allowance = NewsDebt.Allowance(burst: 10, perSecond: 4)
    var debt = NewsDebt()
    for _ in 0..<10 { #expect(debt.add(1, within: allowance, at: 1_000) == nil) }
    #expect(debt.add(1, within: allowance, at: 1_000) == 1_251)
    #expect(debt.add(1, within: allowance, at: 1_251) == 1_501)
    // After an hour all is forgotten, and no more than all.
    for _ in 0..<10 { #expect(debt.add(1, within: allowance, at: 3_600_000) == nil) }
    #expect(debt.add(2, within: allowance, at: 3_600_000) == 3_600_501)
  }
}
