import TestSupport
import Testing
import Wire

@testable import Relay

@Suite("The memory of messages that had an id")
struct SeenMessagesTests {
  private static func user(_ name: String, login: String? = nil) -> User {
    let account = login.map { AccountID(realm: .host("localhost"), name: $0) }
    let origin = UserOrigin(account: account, userName: [], host: [], isLocal: false, realName: [])
    return User(origin, id: UserID(number: 1), name: Array(name.utf8), at: Timestamp(milliseconds: 0))
  }

  private static func key(_ sender: User, _ target: String, _ id: String) -> MessageKey {
    let (target, id) = (Array(target.utf8), Array(id.utf8))
    return MessageKey(sender: sender, target: target.span, id: id.span, under: HashKey(low: 1, high: 2))
  }

  private static func given(_ number: Int) -> SeenMessages.Given {
    SeenMessages.Given(time: Timestamp(milliseconds: Int64(number)), number: Int64(number) * 16)
  }

  @Test("a key is of the sender, the target and the id; case makes no difference to names, and does to ids")
  func keys() {
    let alice = SeenMessagesTests.user("alice")
    let key = SeenMessagesTests.key(alice, "bob", "x-1")
    #expect(key == SeenMessagesTests.key(SeenMessagesTests.user("ALICE"), "BOB", "x-1"))
    let others = [
      SeenMessagesTests.key(SeenMessagesTests.user("alic"), "ebob", "x-1"),
      SeenMessagesTests.key(SeenMessagesTests.user("alice", login: "alice"), "bob", "x-1"),
      SeenMessagesTests.key(alice, "bo", "bx-1"), SeenMessagesTests.key(alice, "bob", "X-1"),
      SeenMessagesTests.key(alice, "bob", "x-10"), SeenMessagesTests.key(alice, "#bob", "x-1"),
    ]
    #expect(Set(others + [key]).count == others.count + 1)
  }

  @Test("who has an account is the same under any name")
  func account() {
    let left = SeenMessagesTests.key(SeenMessagesTests.user("one", login: "root"), "bob", "1")
    #expect(left == SeenMessagesTests.key(SeenMessagesTests.user("two", login: "root"), "bob", "1"))
    #expect(left != SeenMessagesTests.key(SeenMessagesTests.user("one", login: "toor"), "bob", "1"))
  }

  @Test("the latest are remembered with what they were given, and the oldest make room for them")
  func ring() {
    let alice = SeenMessagesTests.user("alice")
    let keys = (0..<200).map { SeenMessagesTests.key(alice, "bob", "\($0)") }
    var seen = SeenMessages(capacity: 64)
    #expect(seen[keys[0]] == nil)
    for (number, key) in keys.enumerated() {
      seen.remember(key, SeenMessagesTests.given(number))
      // Said again, it keeps what it was given first.
      seen.remember(key, SeenMessagesTests.given(999))
      let remembered = keys.indices.filter { seen[keys[$0]] != nil }
      #expect(remembered == Array(max(0, number - 63)...number))
      #expect(remembered.allSatisfy { seen[keys[$0]]?.number == Int64($0) * 16 })
      #expect(seen[key]?.time == Timestamp(milliseconds: Int64(number)))
    }
  }

  @Test(
    "it does as a plain list of the latest does, whatever is asked of it", arguments: [1, 2, 3] as [UInt64])
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alice = SeenMessagesTests.user("alice")
    let keys = (0..<96).map { SeenMessagesTests.key(alice, "bob", "\($0)") }
    var seen = SeenMessages(capacity: 32)
    var latest: [Int] = []
    for number in 0..<5_000 {
      let choice = Int.random(in: keys.indices, using: &random)
      #expect((seen[keys[choice]] != nil) == latest.contains(choice))
      seen.remember(keys[choice], SeenMessagesTests.given(number))
      if !latest.contains(choice) { latest.append(choice) }
      if latest.count > 32 { latest.removeFirst() }
    }
  }

  @Test("65,536 messages are remembered")
  func capacity() {
    let alice = SeenMessagesTests.user("alice")
    var seen = SeenMessages()
    let keys = (0...65_536).map { SeenMessagesTests.key(alice, "bob", "\($0)") }
    for (number, key) in keys.enumerated() { seen.remember(key, SeenMessagesTests.given(number)) }
    #expect(seen[keys[0]] == nil)
    let forgotten = keys.dropFirst().count { seen[$0] == nil }
    #expect(forgotten == 0)
  }
}
