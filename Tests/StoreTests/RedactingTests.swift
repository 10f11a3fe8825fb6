import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("What was taken back, and rooms that are called otherwise")
struct RedactingTests {
  private static let alice = FactActor(user: UserID(number: 1), name: Array("alice".utf8), account: nil)

  private static func fact(_ event: FactEvent) -> Fact {
    Fact(stamp: Stamp(time: Timestamp(milliseconds: 9), number: StoreStage.number(9)), event: event)
  }

  @Test(
    "a message that was taken back is told no more, before it has its place and after",
    arguments: [false, true])
  func redacted(afterRestart: Bool) throws {
    let stage = try StoreStage()
    let numbers = (1...3).map { StoreStage.number(Int64($0)) }
    stage.store.keep(
      [StoreStage.made("#den", by: nil)]
        + numbers.map { stage.message($0, "text \($0 >> 20)", to: StoreStage.room("#den")) })
    #expect(try stage.page("#den") == ["text 1", "text 2", "text 3"])
    stage.store.keep([Self.fact(.redacted(number: numbers[1], commit: 4))])
    let committed = try stage.wait { $0.committed >= 4 ? $0.committed : nil }
    #expect(committed == 4, "who took it back is told when it is gone")
    #expect(try stage.page("#den") == ["text 1", "text 3"])
    #expect(
      try stage.ask(
        .messages(
          HistoryQuery(.room(name: Array("#den".utf8)), .around(.message(numbers[1])), limit: 1)))
        == .historyUnknown)
    guard afterRestart else { return }
    stage.store.end()
    defer { withExtendedLifetime(stage) {} }
    let second = try StoreStage(folder: stage.folder)
    #expect(try second.page("#den") == ["text 1", "text 3"])
    second.store.keep([Self.fact(.redacted(number: numbers[0], commit: 1))])
    _ = try second.wait { $0.committed >= 1 ? $0.committed : nil }
    #expect(try second.page("#den") == ["text 3"])
  }

  @Test(
    "what was said in a room goes with it to its new name, and nothing of another that had that name before")
  func renamed() throws {
    let stage = try StoreStage()
    stage.store.keep([
      StoreStage.made("#old", by: nil),
      stage.message(StoreStage.number(1), "mine", to: StoreStage.room("#old")),
      StoreStage.made("#new", by: nil),
      stage.message(StoreStage.number(2), "theirs", to: StoreStage.room("#new")),
      Self.fact(.roomRenamed(name: Array("#old".utf8), to: Array("#new".utf8), by: Self.alice)),
      stage.message(StoreStage.number(3), "later", to: StoreStage.room("#new")),
    ])
    #expect(try stage.page("#new") == ["mine", "later"])
    #expect(try stage.page("#old") == [])
  }
}
