import TestSupport
import Testing

@testable import Client

@Suite("Whatever happens to the connection")
struct NothingLostTests {
  @Test(
    "each text that a person enters is sent in its turn, or named with what became of it", arguments: 1...60)
  func everyText(seed: UInt64) throws {
    var play = Play(seed: seed, offering: seed % 3 == 0 ? "server-time" : Sample.capabilities)
    for _ in 0..<400 { try play.step() }
    play.end()
    #expect(play.entered > 20)
    #expect(play.firstSent == play.firstSent.sorted())
    let lost = (1...play.entered).filter { !play.told.contains($0) }
    #expect(lost.count <= play.unnamed, "\(lost.count - play.unnamed) of \(lost.prefix(30))")
  }
}

/// A person, a server and a network that act at random.
private struct Play {
  var dialogue: Dialogue<JoinSession>
  private var random: SeededGenerator
  private let capabilities: String
  private var flying: [(answer: String, text: String)] = []
  private var isQuestioned = false
  private var isRegistered = true
  private var isAsking = false
  /// How many texts were entered; they are numbered from 1.
  private(set) var entered = 0
  /// The texts in the order in which they were first sent.
  private(set) var firstSent: [Int] = []
  /// The texts of which the person was told what became of them.
  private(set) var told: Set<Int> = []
  /// How many more there are that were only counted.
  private(set) var unnamed = 0

  init(seed: UInt64, offering capabilities: String) {
    random = SeededGenerator(seed: seed)
    self.capabilities = capabilities
    dialogue = EnteredMeanwhileTests.entered(offering: capabilities)
    dialogue.server(":bob!b@h JOIN #lobby")
  }

  mutating func step() throws {
    if dialogue.outcome != nil { return }
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<35: enter()
    case 35..<60: answer()
    case 60..<66: dialogue.close()
    case 66..<72: dialogue.wake()
    case 72..<74: dialogue.time += 50_000
    case 74..<78: if isRegistered { dialogue.server("PING :x", ":bob!b@h PRIVMSG #lobby :talk") }
    default: comeBack()
    }
    look()
  }

  mutating func end() {
    dialogue.leave()
    look()
  }

  private mutating func enter() {
    if isAsking {
      isAsking = false
      return dialogue.give(.answer(Array((Bool.random(using: &random) ? "y" : "n").utf8)))
    }
    entered += 1
    let form = ["t%", "t%", "/me t%", "@bob t%", "bob:t%", "zed:t%", "/raw t%"].randomElement(using: &random)
    guard let form, form != "/raw t%" else {
      return dialogue.give(.block(Array("t\(entered)\nand more".utf8)))
    }
    dialogue.give(.line(Array(form.replacing("%", with: "\(entered)").utf8)))
  }

  private mutating func answer() {
    if isQuestioned {
      isQuestioned = false
      return dialogue.server(":srv 303 alice :\(Bool.random(using: &random) ? "zed" : "")")
    }
    guard !flying.isEmpty else { return }
    let flight = flying.removeFirst()
    let isLabelled = flight.answer.hasPrefix("@")
    switch Int.random(in: 0..<4, using: &random) {
    case 0: dialogue.server((isLabelled ? flight.answer : "") + ":srv 404 alice #lobby :no")
    case 1 where isLabelled: return dialogue.server(flight.answer + ":srv ACK")
    default:
      if isLabelled { return dialogue.server(flight.answer + ":alice!a@h PRIVMSG #lobby :\(flight.text)") }
    }
    if !isLabelled { dialogue.server(":srv PONG srv \(flight.answer)") }
  }

  private mutating func comeBack() {
    if !dialogue.mind.roster.isConnected, !dialogue.isConnecting, isRegistered { return dialogue.wake() }
    if dialogue.isConnecting {
      isRegistered = false
      flying = []
      isQuestioned = false
      return Bool.random(using: &random) ? dialogue.connect() : dialogue.failToConnect("refused")
    }
    if isRegistered { return }
    if Int.random(in: 0..<4, using: &random) == 0 { return dialogue.server(":srv 433 * alice :taken") }
    isRegistered = true
    dialogue.server(":srv CAP * LS :\(capabilities)", ":srv CAP * ACK :\(capabilities)")
    dialogue.server(":srv 001 alice :Welcome alice!a@h")
    dialogue.enter("#lobby", members: "alice bob")
  }

  private mutating func look() {
    for line in dialogue.look() {
      if line.hasPrefix("ISON") { isQuestioned = true }
      if let match = line.firstMatch(of: #/PRIVMSG \S+ :(?:.ACTION )?t(\d+)/#), let number = Int(match.1) {
        if !firstSent.contains(number) { firstSent.append(number) }
      }
      if let match = line.firstMatch(of: #/^@label=(\d+)\S* PRIVMSG \S+ :(.*)/#) {
        flying.append(("@label=\(match.1) ", String(match.2)))
      } else if line.hasPrefix("PING chatnet-"), !line.hasSuffix("alive") {
        flying.append((String(line.dropFirst(5)), ""))
      }
    }
    for notice in dialogue.hear() {
      if notice.hasPrefix("send ") { isAsking = true }
      if let match = notice.firstMatch(of: #/^# and (\d+) more/#) { unnamed += Int(match.1) ?? 0 }
      let number = notice.firstMatch(of: #/(?:^|[^a-z])t(\d+)/#).flatMap { Int($0.1) }
      if let number, !notice.hasPrefix("# trying") { told.insert(number) }
    }
  }
}
