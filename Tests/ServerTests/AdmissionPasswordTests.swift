import Relay
import Testing

@testable import Server

@Suite("Admission of passwords")
struct AdmissionPasswordTests {
  private let stage = AdmissionStage(AdmissionLimits())

  @Test(
    "three wrong ones are free, each further one doubles the time until the next answer, up to twenty seconds"
  )
  func growing() {
    var delays: [Int64] = []
    for slot in 0..<11 {
      _ = stage.arrive(slot)
      let asked = stage.now
      while case .wait(let time) = stage.mayTry(slot) { stage.now = time }
      delays.append(stage.now - asked)
      stage.noteMistake(slot)
      stage.leave(slot)
    }
    #expect(delays == [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000])
  }

  @Test(
    "over a day one place gets no more than some thousand answers",
    arguments: [
      Origin.Place.network(host: "192.0.2.1"), .network(host: "127.0.0.1"), .local(uid: 1_000),
    ])
  func aDay(place: Origin.Place) {
    var answers = 0
    while stage.now < 86_400_000 {
      _ = stage.arrive(answers, from: place)
      while case .wait(let time) = stage.mayTry(answers) { stage.now = time }
      stage.noteMistake(answers)
      stage.leave(answers)
      answers += 1
    }
    #expect((4_000...4_500).contains(answers))
  }

  @Test("of many at once some wait for their time, and the others are not looked at")
  func atOnce() {
    for slot in 0..<10 { _ = stage.arrive(slot) }
    for slot in 0..<3 {
      #expect(stage.mayTry(slot) == .enter)
      stage.noteMistake(slot)
    }
    for slot in 3..<7 { #expect(stage.mayTry(slot) == .wait(until: 1_000)) }
    for slot in 7..<10 { #expect(stage.mayTry(slot) == .refuse(.passwords(seconds: 1))) }
    stage.now = 1_000
    #expect(stage.mayTry(4) == .enter)
    stage.noteMistake(4)
    #expect(stage.mayTry(3) == .wait(until: 3_000), "the next answer is after the next delay")
    stage.leave(5)
    #expect(stage.mayTry(9) == .wait(until: 3_000), "one that has gone waits no more")
  }

  @Test("one that waits is not put off for ever")
  func patience() {
    for slot in 0..<2 { _ = stage.arrive(slot) }
    for _ in 0..<9 { stage.noteMistake(0) }
    while case .wait(let time) = stage.mayTry(1) {
      stage.now = time
      stage.noteMistake(0)
    }
    #expect(stage.now == 60_000)
  }

  @Test("a wrong one is forgotten after a minute, and a place's are not another's")
  func forgetting() {
    for slot in 0..<2 { _ = stage.arrive(slot, from: .network(host: "192.0.2.\(slot)")) }
    for _ in 0..<4 { stage.noteMistake(0) }
    #expect(stage.mayTry(1) == .enter)
    #expect(stage.mayTry(0) == .wait(until: 2_000))
    stage.now = 120_000
    #expect(stage.mayTry(0) == .enter)
    stage.noteMistake(0)
    #expect(stage.mayTry(0) == .wait(until: 121_000))
  }

  @Test("the operator is told when delays begin, and then once a minute")
  func telling() {
    _ = stage.arrive(0, from: .local(uid: 7))
    #expect(stage.noteMistake(0) == nil)
    #expect(stage.noteMistake(0) == nil)
    #expect(
      stage.noteMistake(0)
        == "user 7 of this machine: 3 wrong passwords: the next one from there is answered after 1 s")
    #expect(stage.noteMistake(0) == nil)
  }
}
