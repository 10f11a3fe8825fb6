import Relay
import Testing

@testable import Server

@Suite("Admission by address")
struct AdmissionTests {
  /// Limits with which each can be met alone.
  private static let limits: AdmissionLimits = {
    var limits = AdmissionLimits()
    limits.connections = 8  // 4 unregistered, 4 unseen, 4 that wait
    limits.interval = 0
    return limits
  }()

  private let stage = AdmissionStage(limits)

  @Test("the unregistered of an address wait until another has registered or gone, in their order")
  func unregistered() {
    for slot in 0..<4 { #expect(stage.arrive(slot) == .enter) }
    #expect(stage.arrive(4) == .wait(until: 10_000))
    #expect(stage.arrive(5) == .wait(until: 10_000))
    #expect(stage.ready() == [])
    #expect(stage.register(2) == .enter)
    #expect(stage.ready() == [4])
    #expect(stage.reconsider(4) == .enter)
    #expect(stage.reconsider(5) == .wait(until: 10_000))
    stage.leave(4)
    #expect(stage.ready() == [5])
    #expect(stage.arrive(6) == .wait(until: 10_000), "who came before has its turn")
  }

  @Test("one more than all places waits, then is told the limit; with as many that wait it is told at once")
  func connections() {
    for slot in 0..<8 {
      #expect(stage.arrive(slot) == .enter)
      #expect(stage.register(slot) == .enter)
    }
    for slot in 8..<12 { #expect(stage.arrive(slot) == .wait(until: 10_000)) }
    #expect(stage.arrive(12) == .refuse(.connections(8)))
    stage.now = 9_999
    #expect(stage.reconsider(8) == .wait(until: 10_000))
    stage.now = 10_000
    #expect(stage.reconsider(8) == .refuse(.connections(8)))
    #expect(stage.arrive(13) == .wait(until: 20_000), "the one that was refused waits no more")
    stage.leave(0)
    #expect(stage.ready() == [9])
    #expect(stage.reconsider(9) == .enter)
  }

  @Test("a login has so many places over the socket, others have theirs, root has all")
  func logins() {
    var limits = AdmissionLimits()
    limits.ofLogin = 3
    let stage = AdmissionStage(limits)
    for slot in 0..<3 { #expect(stage.arrive(slot, from: .local(uid: 1000)) == .enter) }
    #expect(stage.arrive(3, from: .local(uid: 1000)) == .refuse(.ofLogin(3)))
    #expect(stage.arrive(4, from: .local(uid: 1001)) == .enter)
    for slot in 5..<15 { #expect(stage.arrive(slot, from: .local(uid: 0)) == .enter) }
    stage.leave(1)
    #expect(stage.arrive(16, from: .local(uid: 1000)) == .enter)
    #expect(stage.arrive(17, from: .local(uid: 1000)) == .refuse(.ofLogin(3)))
  }

  @Test("connections that come fast are let in at the pace of the limit")
  func pace() {
    let stage = AdmissionStage(AdmissionLimits(connections: 8))
    for slot in 0..<10 {
      #expect(stage.arrive(slot) == .enter)
      stage.leave(slot)
    }
    #expect(stage.arrive(10) == .wait(until: 100))
    #expect(stage.arrive(11) == .wait(until: 200))
    stage.now = 100
    #expect(stage.reconsider(10) == .enter)
    #expect(stage.ready() == [])
    stage.now = 200
    #expect(stage.ready() == [11])
    stage.now = 60_000
    for slot in 10...11 { stage.leave(slot) }
    for slot in 12..<16 { #expect(stage.arrive(slot) == .enter) }
  }

  @Test("unseen ones wait for a place of their own kind, and are told the limit")
  func unseen() {
    for slot in 0..<4 {
      #expect(stage.arrive(slot) == .enter)
      #expect(stage.register(slot, isUnseen: true) == .enter)
    }
    #expect(stage.arrive(4) == .enter)
    #expect(stage.register(4, isUnseen: true) == .wait(until: 10_000))
    #expect(stage.arrive(5) == .enter)
    #expect(stage.register(5) == .enter, "who is seen is not concerned")
    stage.leave(1)
    #expect(stage.ready() == [4])
    #expect(stage.reconsider(4) == .enter)
    #expect(stage.arrive(6) == .enter)
    #expect(stage.register(6, isUnseen: true) == .wait(until: 10_000))
    stage.now = 10_000
    #expect(stage.reconsider(6) == .refuse(.unseen(4)))
    #expect(stage.arrive(7) == .enter)
    #expect(stage.register(7, isUnseen: true) == .wait(until: 20_000))
    stage.leave(0)
    #expect(stage.ready() == [7], "who was refused stands in nobody's way")
  }

  @Test("other addresses, this machine, its logins and who is trusted are not concerned")
  func others() {
    let stage = AdmissionStage(Self.limits, trusted: ["198.51.100.0/24"])
    for slot in 0..<13 { _ = stage.arrive(slot) }
    #expect(stage.arrive(20) == .refuse(.unregistered(4)))
    #expect(stage.arrive(21, from: .network(host: "192.0.2.2")) == .enter)
    let free: [Origin.Place] = [
      .network(host: "127.0.0.1"), .network(host: "::1"), .network(host: "198.51.100.9"),
      .network(host: "::ffff:198.51.100.9"), .local(uid: 1_000),
    ]
    for (number, place) in free.enumerated() {
      for slot in 0..<100 { #expect(stage.arrive(1_000 * (number + 1) + slot, from: place) == .enter) }
    }
  }

  @Test("the addresses of one /64 are one, and an IPv4 address is the same in both spellings")
  func blocks() {
    for slot in 0..<4 { #expect(stage.arrive(slot, from: .network(host: "2001:db8::\(slot)")) == .enter) }
    #expect(stage.arrive(4, from: .network(host: "2001:db8::1:0:0:9")) == .wait(until: 10_000))
    for slot in 5..<9 { #expect(stage.arrive(slot, from: .network(host: "::ffff:192.0.2.1")) == .enter) }
    #expect(stage.arrive(9) == .wait(until: 10_000))
  }

  @Test("what is refused is told once in a while for each address, with how often it was")
  func telling() {
    let limit = AdmissionLimit.connections(8)
    #expect(
      stage.noteRefusal(limit)
        == "192.0.2.1: more than 8 connections at once, refused: --trust 192.0.2.1 or a higher --per-address lets "
        + "more in")
    for _ in 0..<1_000 { #expect(stage.noteRefusal(limit) == nil) }
    stage.now = 60_000
    #expect(stage.noteRefusal(limit)?.contains("refused (1001 times since this was last said)") == true)
  }

  @Test("what is remembered of those who have gone is bounded, and of those who did nothing is nothing")
  func memory() {
    var limits = Self.limits
    limits.remembered = 100
    let stage = AdmissionStage(limits)
    for number in 0..<10_000 {
      let place = Origin.Place.network(host: "10.\(number >> 8).\(number & 255).1")
      _ = stage.arrive(number, from: place)
      stage.leave(number)
    }
    #expect(stage.admission.count == 0)
    for number in 0..<10_000 {
      let place = Origin.Place.network(host: "10.\(number >> 8).\(number & 255).1")
      _ = stage.arrive(number, from: place)
      stage.noteMistake(number)
      stage.leave(number)
    }
    #expect((100...200).contains(stage.admission.count))
  }
}
