import Testing

@testable import Relay

/// WHO, LIST and NAMES of many: told a part at a time.
@Suite("Long answers")
struct AnswerInPartsTests {
  /// A conversation of `count` users in one room each, among them `u0`, that goes on with no answer by itself.
  private func crowd(_ count: Int, _ capabilities: String = "") -> Conversation {
    let conversation = Conversation()
    conversation.checksInvariants = false
    conversation.enter("u0", capabilities)
    for number in 1..<count {
      conversation.enter("u\(number)")
      conversation.say("u\(number)", "JOIN #all,#room-of-\(number)")
    }
    conversation.forget()
    conversation.checksInvariants = true
    conversation.goesOnWithAnswers = false
    return conversation
  }

  /// All parts of the answer that `u0` gets, each as its lines.
  private func parts(_ conversation: Conversation, _ line: String) throws -> [[String]] {
    let id = try #require(conversation.ids["u0"])
    var parts = [conversation.ask("u0", line)]
    while conversation.relay.isWaiting(id) {
      conversation.more(id)
      parts.append(conversation.heard("u0"))
    }
    return parts
  }

  private func words(_ lines: [String], _ place: Int, of numeric: String) -> [String] {
    lines.map { $0.split(separator: " ", maxSplits: 8).map(String.init) }
      .filter { $0.count > place && $0[1] == numeric }.map { $0[place] }
  }

  @Test(
    "of WHO, LIST and NAMES come in parts that hold all, each once, and end once",
    arguments: [
      ("WHO *", "352", 7, "315"), ("WHO u*", "352", 7, "315"), ("WHO #all", "352", 7, "315"),
      ("LIST", "322", 3, "323"), ("NAMES", "353", 4, "366"),
    ])
  func everything(_ line: String, _ numeric: String, _ place: Int, _ end: String) throws {
    let parts = try parts(crowd(300), line)
    #expect(parts.count > 1)
    let lines = parts.flatMap { $0 }
    let told = words(lines, place, of: numeric).filter { $0 != "#all" && $0 != "u0" && $0 != "#lobby" }
    #expect(told.count == 299 && Set(told).count == 299)
    #expect(words(lines, 1, of: end).count == 1)
    #expect(parts.allSatisfy { $0.joined(separator: "\r\n").utf8.count < 30_000 })
  }

  @Test("tell those who stay exactly once, whoever comes and goes between the parts")
  func comingAndGoing() throws {
    let conversation = crowd(300)
    let id = try #require(conversation.ids["u0"])
    var lines = conversation.ask("u0", "WHO *")
    // Most of those who were told go, and others come.
    conversation.checksInvariants = false
    conversation.drop((1..<290).filter { $0 % 3 != 0 }.map { "u\($0)" })
    for number in 0..<50 { conversation.enter("late\(number)") }
    while conversation.relay.isWaiting(id) {
      conversation.more(id)
      lines += conversation.heard("u0")
    }
    let told = words(lines, 7, of: "352")
    #expect(Set(told).count == told.count)
    for number in (1..<300) where number % 3 == 0 || number >= 290 {
      #expect(told.contains("u\(number)"))
    }
    #expect(told.contains("late49"))
  }

  @Test("stand in one batch under the label of their command")
  func labelled() throws {
    let conversation = crowd(300, "batch labeled-response")
    let lines = try parts(conversation, "@label=x WHO *").flatMap { $0 }
    let open = lines.filter { $0.contains(" BATCH +") }
    #expect(open.count == 1 && open.first?.hasPrefix("@label=x ") == true && lines.first == open.first)
    let batch = try #require(open.first?.split(separator: "+").last?.split(separator: " ").first)
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("@batch=\(batch) ") })
    #expect(lines.last == ":chatnet BATCH -\(batch)")
  }

  @Test("have the session's next line wait, and end with the room that they tell of")
  func roomThatEnds() throws {
    let conversation = crowd(300)
    let id = try #require(conversation.ids["u0"])
    _ = conversation.ask("u0", "WHO #all")
    conversation.drop((1..<300).map { "u\($0)" })
    conversation.more(id)
    #expect(conversation.heard("u0").last == ":chatnet 315 u0 #all :end of who")
    #expect(!conversation.relay.isWaiting(id))
    #expect(conversation.ask("u0", "PING x") == [":chatnet PONG chatnet :x"])
  }

  @Test(
    "go on alike in a relay that was made of the written state",
    arguments: ["WHO *", "WHO #all", "LIST", "NAMES", "NAMES #all,#lobby,#room-of-3", "@label=y WHO u*"])
  func state(_ line: String) throws {
    let conversation = crowd(300, "batch labeled-response")
    let id = try #require(conversation.ids["u0"])
    conversation.drop((1..<30).map { "u\($0)" })
    _ = conversation.ask("u0", line)
    let restored = try Relay(
      configuration: conversation.relay.configuration, state: conversation.relay.encodedState())
    #expect(restored.encodedState() == conversation.relay.encodedState())
    var turns = 0
    while conversation.relay.isWaiting(id) {
      #expect(restored.isWaiting(id))
      conversation.more(id)
      restored.take(.more(id), at: conversation.now)
      let sent = restored.outbox.things.compactMap { thing -> [UInt8]? in
        if case .send(let bytes) = thing.thing { bytes } else { nil }
      }
      restored.outbox.clear()
      let lines = String(decoding: sent.flatMap { $0 }, as: UTF8.self).split(separator: "\r\n").map(
        String.init)
      #expect(lines == conversation.heard("u0"))
      turns += 1
    }
    #expect(!restored.isWaiting(id) && (turns > 0 || line.contains("#lobby")))
  }
}
