import CSQLite
import Glibc
import TestSupport
import Wire

@testable import Relay
@testable import Store

/// A store in a folder of its own, and what a server would do with it.
final class StoreStage {
  static let alice = FactActor(user: UserID(number: 1), name: Array("alice".utf8), account: login("alice"))
  static let bob = FactActor(user: UserID(number: 2), name: Array("bob".utf8), account: login("bob"))
  static let stranger = FactActor(user: UserID(number: 3), name: Array("eve".utf8), account: nil)

  let folder: String
  let store: Store
  private var tokens: UInt64 = 0
  private var commits: UInt64 = 0

  init(folder: String? = nil, days: Int = 0, history: KeptHistory = .all) throws {
    self.folder = folder ?? StoreStage.newFolder()
    store = try StoreStage.open(self.folder, days: days, history: history)
  }

  deinit {
    store.end()
    StoreStage.remove(folder)
  }

  static func newFolder() -> String {
    var template = Array("/tmp/chatnet-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("mkdtemp") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func remove(_ folder: String) {
    for name in ["chatnet.db", "chatnet.db-wal", "chatnet.db-shm", "lock"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  static func login(_ name: String) -> AccountID { AccountID(realm: .host("localhost"), name: name) }

  static func open(
    _ folder: String, days: Int = 0, remembered: Int = 1_000, history: KeptHistory = .all
  ) throws -> Store {
    var configuration = Store.Configuration(folder: folder)
    configuration.days = days
    configuration.history = history
    return try Store(configuration, remembered: remembered)
  }

  // MARK: Saying

  static func number(_ milliseconds: Int64, _ ordinal: Int64 = 0) -> Int64 { milliseconds << 20 | ordinal }

  /// The fact that somebody said something.
  func message(
    _ number: Int64, _ text: String, by sender: FactActor = alice, to target: FactMessage.Target,
    key: MessageKey? = nil, tags: String = "", at time: Int64? = nil
  ) -> Fact {
    commits += 1
    let source = sender.name + Array("!u@h".utf8)
    let stamp = Stamp(time: Timestamp(milliseconds: time ?? number >> 20), number: number)
    let message = FactMessage(
      number: number, commit: commits, kind: .privmsg, sender: sender, source: source, target: target,
      text: Array(text.utf8), tags: Array(tags.utf8), key: key)
    return Fact(stamp: stamp, event: .message(message))
  }

  /// The fact that a room is there from now on.
  static func made(_ room: String, by founder: AccountID?) -> Fact {
    Fact(
      stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0),
      event: .roomMade(name: Array(room.utf8), founder: founder))
  }

  static func room(_ name: String) -> FactMessage.Target { .room(name: Array(name.utf8)) }

  // MARK: Asking

  func ask(_ question: HistoryQuestion) throws -> Answer {
    tokens += 1
    store.ask(question, token: tokens)
    return try wait { $0.answers.first { $0.token == tokens }?.answer }
  }

  func page(
    _ room: String, _ selection: HistoryQuery.Selection = .latest(after: nil), limit: Int = 100
  ) throws -> [String] {
    let answer = try ask(
      .messages(HistoryQuery(.room(name: Array(room.utf8)), selection, limit: limit)))
    guard case .history(let messages) = answer else { return ["\(answer)"] }
    return messages.map { String(decoding: $0.text, as: UTF8.self) }
  }

  /// What a report gives as soon as one gives something.
  func wait<Result>(for find: (StoreReport) -> Result?) throws -> Result {
    for _ in 0..<1_000 {
      if let found = find(store.takeReport()) { return found }
      var readable = pollfd(fd: store.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&readable, 1, 10_000)
    }
    throw Late()
  }

  struct Late: Error {}
}
