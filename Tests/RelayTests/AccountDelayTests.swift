import Testing
import Wire

@testable import Relay

@Suite("Wrong passwords for an account")
struct AccountDelayTests {
  /// For how long the next password is to wait before it is looked at; nil: it is refused at once.
  private func wait(_ conversation: Conversation, as account: String) -> Int64? {
    conversation.answersRequests = false
    defer { conversation.answersRequests = true }
    conversation.arrive("probe")
    let heard = conversation.plain("probe", as: account)
    let request = conversation.requests.first
    if let request { conversation.answer(request, .unavailable) }
    conversation.drop("probe")
    guard case .attempt(let delay)? = request?.question else {
      #expect(heard.last?.hasPrefix(":chatnet 904 * :too many wrong passwords: try again in ") == true)
      return nil
    }
    return delay
  }

  @Test("make the next one wait, whoever gives it, ever longer, and in the end it is refused")
  func delays() {
    let conversation = Conversation.withAccounts("alice", "bob")
    for host in 0..<3 {
      #expect(wait(conversation, as: "alice") == 0)
      conversation.arrive("a", from: "192.0.2.\(host)")
      _ = conversation.scram("a", as: "alice", "wrong")
      conversation.drop("a")
    }
    // The attempts of the probe take their turn too.
    var waits: [Int64?] = []
    for _ in 0..<100 { waits.append(wait(conversation, as: "alice")) }
    #expect(waits.contains { ($0 ?? 0) > 0 } || waits.contains(nil) == false)
    conversation.arrive("c", from: "192.0.2.77")
    for _ in 0..<8 { _ = conversation.scram("c", as: "alice", "wrong") }
    let later = (0..<6).map { _ in wait(conversation, as: "alice") }
    #expect(later.contains(nil), "\(later)")
    #expect(wait(conversation, as: "bob") == 0, "another account's are looked at at once")
  }

  @Test("are forgotten once it was right, or after a while")
  func forgotten() {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    for _ in 0..<4 { _ = conversation.plain("a", as: "alice", "wrong") }
    conversation.wait(seconds: 60)
    #expect(conversation.plain("a", as: "alice").last?.contains(" 903 ") == true)
    #expect(wait(conversation, as: "alice") == 0)
    conversation.arrive("b")
    for _ in 0..<4 { _ = conversation.plain("b", as: "alice", "wrong") }
    conversation.wait(seconds: 901)
    #expect(wait(conversation, as: "alice") == 0)
  }
}
