import CSQLite
import Glibc
import Relay
import Testing
import Wire

@testable import Store

@Suite("A store")
struct StoreTests {
  @Test("reports the last commit once all up to it is kept, and finds it at once and when it is opened anew")
  func keeps() throws {
    let stage = try StoreStage()
    stage.store.keep([
      stage.message(StoreStage.number(1_000), "one", to: StoreStage.room("#ops")),
      stage.message(
        StoreStage.number(1_000, 16), "two", by: StoreStage.stranger, to: StoreStage.room("#OPS")),
    ])
    try stage.wait { $0.committed == 2 ? () : nil }
    #expect(try stage.page("#ops") == ["one", "two"])
    #expect(try stage.page("#Ops", limit: 1) == ["two"])
    #expect(try stage.page("#nix") == [])
    stage.store.end()
    let again = try StoreStage(folder: stage.folder)
    #expect(again.store.founding.lastNumber == StoreStage.number(1_000, 16))
    #expect(try again.page("#ops") == ["one", "two"])
  }

  @Test("answers behind what was handed over before, also where that is not kept yet")
  func order() throws {
    let stage = try StoreStage()
    for round in 0..<50 {
      stage.store.keep([
        stage.message(StoreStage.number(Int64(round + 1)), "\(round)", to: StoreStage.room("#ops"))
      ])
      #expect(try stage.page("#ops", limit: 1) == ["\(round)"])
    }
  }

  @Test("gives messages with all that belongs to them")
  func whole() throws {
    let stage = try StoreStage()
    let number = StoreStage.number(5_000, 32)
    stage.store.keep([
      stage.message(
        number, "héllo\nworld", to: StoreStage.room("#Ops"), tags: "+a=b;+c", at: 4_990)
    ])
    let query = HistoryQuery(.room(name: Array("#Ops".utf8)), .latest(after: nil), limit: 10)
    #expect(
      try stage.ask(.messages(query))
        == .history([
          HistoryMessage(
            number: number, time: Timestamp(milliseconds: 4_990), kind: .privmsg,
            source: Array("alice!u@h".utf8), account: Array("alice".utf8), target: Array("#Ops".utf8),
            text: Array("héllo\nworld".utf8), tags: Array("+a=b;+c".utf8))
        ]))
  }

  @Test("a page of long messages is shorter, and goes on from where one asks next")
  func longMessages() throws {
    let stage = try StoreStage()
    let text = String(repeating: "x", count: 60_000)
    stage.store.keep(
      (1...10).map { stage.message(StoreStage.number($0), "\($0)\(text)", to: StoreStage.room("#ops")) })
    func numbers(_ selection: HistoryQuery.Selection) throws -> [Int] {
      try stage.page("#ops", selection).compactMap { Int($0.filter(\.isNumber)) }
    }
    #expect(try numbers(.latest(after: nil)) == [9, 10])
    #expect(try numbers(.before(.message(StoreStage.number(9)))) == [7, 8])
    #expect(try numbers(.after(.message(StoreStage.number(1)))) == [2, 3])
    #expect(try numbers(.between(.message(StoreStage.number(9)), .message(StoreStage.number(1)))) == [7, 8])
  }

  @Test("private talk is its two sides', whoever began it, and a name's that nobody has proven")
  func privateTalk() throws {
    let stage = try StoreStage()
    stage.store.keep([
      stage.message(StoreStage.number(1), "a to b", to: .user(StoreStage.bob)),
      stage.message(StoreStage.number(2), "b to a", by: StoreStage.bob, to: .user(StoreStage.alice)),
      stage.message(StoreStage.number(3), "e to a", by: StoreStage.stranger, to: .user(StoreStage.alice)),
      stage.message(StoreStage.number(4), "e to b", by: StoreStage.stranger, to: .user(StoreStage.bob)),
    ])
    func talk(_ own: String, with parties: HistoryParty...) throws -> [String] {
      let query = HistoryQuery(
        .conversation(StoreStage.login(own), with: parties), .latest(after: nil), limit: 10)
      guard case .history(let page) = try stage.ask(.messages(query)) else { return ["nothing"] }
      return page.map { String(decoding: $0.text, as: UTF8.self) }
    }
    let bob = HistoryParty.account(StoreStage.login("bob"))
    let eve = HistoryParty.name(Array("EVE".utf8))
    #expect(try talk("alice", with: bob) == ["a to b", "b to a"])
    #expect(try talk("bob", with: .account(StoreStage.login("alice"))) == ["a to b", "b to a"])
    #expect(try talk("alice", with: .account(StoreStage.login("eve")), eve) == ["e to a"])
    #expect(try talk("bob", with: eve) == ["e to b"])
    #expect(try talk("carol", with: bob, eve) == [])
    let targets = HistoryTargetsQuery(
      rooms: [], account: StoreStage.login("alice"),
      between: [Timestamp(milliseconds: 0), Timestamp(milliseconds: 100)], limit: 10)
    #expect(
      try stage.ask(.targets(targets))
        == .historyTargets([
          HistoryTarget(name: Array("bob".utf8), time: Timestamp(milliseconds: 2)),
          HistoryTarget(name: Array("eve".utf8), time: Timestamp(milliseconds: 3)),
        ]))
  }

  @Test("the messages around one are those next to it, where they are too long for all of them")
  func around() throws {
    let stage = try StoreStage()
    let long = String(repeating: "x", count: 60 << 10)
    stage.store.keep(
      (1...7).map { stage.message(StoreStage.number($0), "\($0)\(long)", to: StoreStage.room("#ops")) })
    let around = try stage.page("#ops", .around(.message(StoreStage.number(4))), limit: 7)
    #expect(around.map { $0.prefix(1) } == ["3", "4"])
    let time = try stage.page("#ops", .around(.time(Timestamp(milliseconds: 7))), limit: 7)
    #expect(time.map { $0.prefix(1) } == ["6", "7"])
  }

  @Test("up to a number nothing is told of what was said from it on")
  func toNumber() throws {
    let stage = try StoreStage()
    stage.store.keep(
      (1...6).map { stage.message(StoreStage.number($0), "\($0)", to: StoreStage.room("#ops")) })
    let query = HistoryQuery(
      .room(name: Array("#ops".utf8)), .latest(after: nil), limit: 3, to: StoreStage.number(5))
    guard case .history(let page) = try stage.ask(.messages(query)) else {
      Issue.record("no page")
      return
    }
    #expect(page.map { String(decoding: $0.text, as: UTF8.self) } == ["2", "3", "4"])
  }

  @Test("what is not kept takes no memory, however long the disk takes")
  func notKept() throws {
    let stage = try StoreStage()
    func event(_ event: FactEvent) -> Fact {
      Fact(stamp: Stamp(time: Timestamp(milliseconds: 1), number: 1), event: event)
    }
    let name = Array("#ops".utf8)
    let database = try Database(path: stage.folder + "/chatnet.db")
    try database.execute("BEGIN IMMEDIATE")
    stage.store.keep([
      event(.arrived(StoreStage.alice)), event(.joined(StoreStage.alice, room: name)),
      event(.parted(StoreStage.alice, room: name, reason: [])), event(.quit(StoreStage.alice, reason: [])),
      event(.renamed(StoreStage.alice, to: name)), event(.away(StoreStage.alice, reason: nil)),
      event(.topic(room: name, text: [], by: StoreStage.alice)),
    ])
    #expect(stage.store.backlog == 0)
    stage.store.keep([stage.message(StoreStage.number(1), "a", to: StoreStage.room("#ops"))])
    #expect(stage.store.backlog > 0)
    try database.execute("ROLLBACK")
    try stage.wait { $0.committed == 1 ? () : nil }
    #expect(stage.store.backlog == 0)
  }

  @Test("who may read from a number on is told nothing of what was said up to there")
  func fromNumber() throws {
    let stage = try StoreStage()
    stage.store.keep(
      (1...6).map { stage.message(StoreStage.number($0), "\($0)", to: StoreStage.room("#ops")) })
    let name = Array("#ops".utf8)
    func page(_ selection: HistoryQuery.Selection, limit: Int = 9) throws -> Answer {
      try stage.ask(
        .messages(HistoryQuery(.room(name: name), selection, limit: limit, from: StoreStage.number(3))))
    }
    func texts(_ selection: HistoryQuery.Selection, limit: Int = 9) throws -> [String] {
      guard case .history(let messages) = try page(selection, limit: limit) else { return ["?"] }
      return messages.map { String(decoding: $0.text, as: UTF8.self) }
    }
    func time(_ milliseconds: Int64) -> HistoryQuery.Point { .time(Timestamp(milliseconds: milliseconds)) }
    #expect(try texts(.latest(after: nil)) == ["4", "5", "6"])
    #expect(try texts(.before(time(6))) == ["4", "5"])
    #expect(try texts(.after(time(1)), limit: 2) == ["4", "5"])
    #expect(try texts(.around(time(4)), limit: 4) == ["4", "5", "6"])
    #expect(try texts(.between(time(6), time(1))) == ["4", "5"])
    #expect(try texts(.after(.message(StoreStage.number(4)))) == ["5", "6"])
    #expect(try page(.after(.message(StoreStage.number(3)))) == .historyUnknown)
    func targets(from start: Int64) throws -> Answer {
      try stage.ask(
        .targets(
          HistoryTargetsQuery(
            rooms: [.init(name: name, from: StoreStage.number(start))], account: nil,
            between: [Timestamp(milliseconds: 0), Timestamp(milliseconds: 9)], limit: 9)))
    }
    #expect(try targets(from: 6) == .historyTargets([]))
    #expect(
      try targets(from: 5) == .historyTargets([HistoryTarget(name: name, time: Timestamp(milliseconds: 6))]))
  }

  @Test("a room that is made anew has the old one's history only where the same account has made both")
  func madeAnew() throws {
    let stage = try StoreStage()
    let alice = StoreStage.login("alice")
    func say(_ number: Int64, _ text: String) -> Fact {
      stage.message(StoreStage.number(number), text, to: StoreStage.room("#ops"))
    }
    stage.store.keep([
      StoreStage.made("#ops", by: alice), say(1, "first"), StoreStage.made("#ops", by: alice),
    ])
    #expect(try stage.page("#ops") == ["first"])
    stage.store.keep([say(2, "second"), StoreStage.made("#OPS", by: StoreStage.login("bob"))])
    #expect(try stage.page("#ops") == [])
    stage.store.keep([say(3, "third"), StoreStage.made("#ops", by: nil), StoreStage.made("#ops", by: nil)])
    #expect(try stage.page("#ops") == [])
  }

  @Test("the latest messages with ids are known when it is opened anew, the oldest first, and the key stays")
  func seen() throws {
    let stage = try StoreStage()
    let key = stage.store.founding.hashKey
    #expect(stage.store.founding.seen == [])
    stage.store.keep(
      (1...5).map { number in
        stage.message(
          StoreStage.number(number), "x", to: StoreStage.room("#ops"),
          key: number == 3 ? nil : MessageKey(low: UInt64(number), high: .max))
      })
    try stage.wait { $0.committed == 5 ? () : nil }
    stage.store.end()
    let again = try StoreStage(folder: stage.folder)
    #expect(again.store.founding.hashKey == key)
    #expect(
      again.store.founding.seen
        == [1, 2, 4, 5].map {
          SeenMessage(
            key: MessageKey(low: $0, high: .max), time: Timestamp(milliseconds: Int64($0)),
            number: StoreStage.number(Int64($0)))
        })
    again.store.end()
    let few = try Store(Store.Configuration(folder: stage.folder), remembered: 2)
    #expect(few.founding.seen.map(\.key.low) == [4, 5])
    few.end()
  }

  @Test("what is older than the days it keeps is forgotten, and nothing else")
  func retention() throws {
    let stage = try StoreStage()
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let day: Int64 = 86_400_000
    let today = Int64(now.tv_sec) * 1_000
    let old = (0..<1_200).map {
      stage.message(StoreStage.number(today - 3 * day + Int64($0)), "old", to: StoreStage.room("#ops"))
    }
    stage.store.keep(
      old + [stage.message(StoreStage.number(today - day), "new", to: StoreStage.room("#ops"))])
    try stage.wait { $0.committed == 1_201 ? () : nil }
    stage.store.end()
    let again = try StoreStage(folder: stage.folder, days: 2)
    // Something is said all the time meanwhile: no server that is busy keeps all for ever.
    for number in 0..<1_000 where try again.page("#ops", .after(.time(Timestamp(milliseconds: 0)))) != ["new"]
    {
      again.store.keep([
        again.message(StoreStage.number(today + Int64(number)), "busy", to: StoreStage.room("#busy"))
      ])
      poll(nil, 0, 10)
    }
    #expect(try again.page("#ops", .after(.time(Timestamp(milliseconds: 0)))) == ["new"])
    again.store.end()
    let database = try Database(path: stage.folder + "/chatnet.db")
    #expect(try database.number("SELECT count(*) FROM message WHERE text != 'busy'") == 1)
    #expect(try database.number("SELECT count(*) FROM place WHERE id < \(StoreStage.number(today))") <= 1)
  }
}
