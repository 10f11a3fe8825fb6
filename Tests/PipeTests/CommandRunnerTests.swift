import Client
import Reactor
import Testing
import Wire

@testable import Pipe

@Suite("The commands that are run for messages")
struct CommandRunnerTests {
  private static let server = ServerAddress.tcp(host: "127.0.0.1", port: 1)
  private static let ready = Record(
    .ready, time: Timestamp(milliseconds: 0), from: Array("bot".utf8), to: Array("srv".utf8))

  private static func message(_ text: String, from name: String = "bob") -> Record {
    Record(
      .message, time: Timestamp(milliseconds: 0), from: Array(name.utf8), to: Array("#a".utf8),
      text: Array(text.utf8))
  }

  /// Starts what there is to start, and waits until nothing runs; with a deadline.
  private static func finish(_ runner: CommandRunner) throws {
    let poller = try Poller()
    try poller.add(runner.descriptor, token: 0, interest: .read)
    let end = Clock.monotonicMilliseconds() + 20_000
    runner.start()
    while !runner.isIdle, Clock.monotonicMilliseconds() < end {
      let wait = (runner.deadline ?? end) - Clock.monotonicMilliseconds()
      try poller.wait(timeoutMilliseconds: Int(max(0, wait))) { _ in }
      runner.look()
      runner.start()
    }
    #expect(runner.isIdle)
  }

  private static func remarks(_ notices: [Notice]) -> [String] {
    notices.compactMap { if case .remark(let text) = $0 { text } else { nil } }
  }

  @Test("once no more are to start, those that run come to their end, and the others are counted")
  func startNoMore() throws {
    let runner = try CommandRunner("exit 0", server: Self.server, .init())
    runner.see(Self.ready)
    for number in 0...CommandRunner.mostRunning { runner.see(Self.message("\(number)")) }
    runner.start()
    #expect(!runner.isIdle)
    runner.startNoMore()
    try Self.finish(runner)
    #expect(Self.remarks(runner.takeLastNotices()) == ["exec: 1 command did not run"])
  }

  @Test("none starts before the own name is known, which a command speaks under")
  func ownName() throws {
    let runner = try CommandRunner("exit 1", server: Self.server, .init())
    runner.see(Self.message("early"))
    runner.start()
    #expect(runner.isIdle)
    runner.see(Self.ready)
    #expect(!runner.isIdle)
    try Self.finish(runner)
    #expect(
      Self.remarks(runner.takeLastNotices())
        == ["exec: the command for a message from bob ended with 1"])
  }

  @Test(
    "for what was said before it is run where that was missed and the run has a name, or where it is asked for",
    arguments: [
      (CommandRunner.Plan.Old.none, ["now"]), (.missed, ["missed", "now"]),
      (.all, ["asked", "missed", "now"]),
    ])
  func old(_ old: CommandRunner.Plan.Old, runsFor expected: [String]) throws {
    var plan = CommandRunner.Plan()
    plan.old = old
    let runner = try CommandRunner("exit 1", server: Self.server, plan)
    runner.see(Self.ready)
    var asked = Self.message("", from: "asked")
    asked.isHistory = true
    var missed = Self.message("", from: "missed")
    missed.isHistory = true
    missed.wasMissed = true
    for record in [asked, missed, Self.message("", from: "now")] { runner.see(record) }
    try Self.finish(runner)
    let said = expected.map { "exec: the command for a message from \($0) ended with 1" }
    #expect(Self.remarks(runner.takeLastNotices()).sorted() == said.sorted())
  }

  @Test(
    "for notices and for what bots say it is run where that is asked for, and never for what it has caused",
    arguments: [
      (false, false, ["person", "bridged"]), (true, false, ["person", "bridged", "notice"]),
      (false, true, ["person", "bridged", "robot", "command"]),
    ])
  func reasons(runsForNotices: Bool, runsForBots: Bool, expected: [String]) throws {
    var plan = CommandRunner.Plan()
    (plan.runsForNotices, plan.runsForBots) = (runsForNotices, runsForBots)
    plan.mark = Via.mark(1)
    let runner = try CommandRunner("exit 1", server: Self.server, plan)
    runner.see(Self.ready)
    func see(_ name: String, _ change: (inout Record) -> Void) {
      var record = Self.message("", from: name)
      change(&record)
      runner.see(record)
    }
    see("person") { _ in }
    see("bridged") { $0.via = Via(Array("ops".utf8)) ?? Via() }
    see("notice") { $0.event = .notice }
    see("robot") { $0.isOfBot = true }
    see("command") { $0.via = Via(Via.mark(2)) ?? Via() }
    see("caused") { $0.via = Via(Via.mark(1) + Array(",ops,".utf8) + Via.mark(2)) ?? Via() }
    // The names that a command's clients take where they cannot have the own one.
    see("Bot-2") { _ in }
    try Self.finish(runner)
    let said = expected.map { "exec: the command for a message from \($0) ended with 1" }
    #expect(Self.remarks(runner.takeLastNotices()).sorted() == said.sorted())
  }

  @Test("those that follow each other without end are slowed down, and none is left out")
  func brake() throws {
    var plan = CommandRunner.Plan()
    plan.brake = CommandBrake(most: 2, perSecond: 10)
    let runner = try CommandRunner("exit 1", server: Self.server, plan)
    runner.see(Self.ready)
    let beginning = Clock.monotonicMilliseconds()
    for number in 1...8 {
      runner.see(Self.message("\(number)"))
      try Self.finish(runner)
    }
    #expect(Clock.monotonicMilliseconds() - beginning >= 300)
    let said = Self.remarks(runner.takeLastNotices())
    #expect(said.count { $0.hasSuffix("ended with 1") } == 8)
  }

  @Test("one that fails is run again after a pause that grows, as often as was asked")
  func retries() throws {
    var plan = CommandRunner.Plan()
    plan.retries = 2
    let runner = try CommandRunner("exit 3", server: Self.server, plan)
    runner.see(Self.ready)
    runner.see(Self.message("x"))
    try Self.finish(runner)
    let what = "exec: the command for a message from bob ended with 3"
    #expect(
      Self.remarks(runner.takeLastNotices())
        == ["\(what); it is run again in half a second", "\(what); it is run again in 1 s", what])
  }

  @Test("the pauses double up to half a minute")
  func pauses() {
    var retries = CommandRetries(most: 100)
    var job = CommandJob(Self.message("x"))
    var pauses: [Int64] = []
    for tries in 1...9 {
      job.tries = tries
      pauses.append(retries.add(job, 0) ?? -1)
    }
    #expect(pauses == [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    #expect(retries.takeDue(499) == nil)
    #expect(retries.takeDue(500)?.tries == 1)
    #expect(retries.nextDue == 1000)
    job.tries = 101
    #expect(retries.add(job, 0) == nil)
  }
}
