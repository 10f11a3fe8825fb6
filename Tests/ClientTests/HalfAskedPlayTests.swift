import TestSupport
import Testing

@testable import Client

@Suite("Whenever a connection is lost")
struct HalfAskedPlayTests {
  @Test("each question is answered once, or it is said that its answer is not complete", arguments: 1...60)
  func everyQuestion(seed: UInt64) throws {
    var play = Play(seed: seed)
    for _ in 0..<300 { try play.step() }
    try play.end()
    #expect(play.dialogue.outcome == nil)
    for (index, question) in Play.questions.enumerated() {
      let told = play.told.count { $0 == question.none } + play.toldWithEntries[index]
      let broken = play.told.count {
        $0 == "! \(question.about): the answer is not complete: the connection was lost"
      }
      #expect(told + broken == play.asked[index], "\(question.line): \(told) told, \(broken) broken off")
    }
    #expect(play.asked.reduce(0, +) > 20)
  }
}

/// A person who asks, a server that answers in order, and a network that breaks.
private struct Play {
  /// A line, the command that it becomes, an entry of the answer, its end, what a person is told of an answer without
  /// entries, and what an answer that is not complete is about.
  struct Question {
    let line: String
    let command: String
    let entry: String
    let end: String
    let none: String
    let about: String
  }

  static let questions = [
    Question(
      line: "/rooms", command: "LIST", entry: ":srv 322 alice #ops 3 :work", end: ":srv 323 alice :End",
      none: "# there are no rooms", about: "/rooms"),
    Question(
      line: "/ban", command: "MODE #lobby +b", entry: ":srv 367 alice #lobby x!*@*",
      end: ":srv 368 alice #lobby :End", none: "# #lobby: nobody is banned", about: "#lobby"),
    Question(
      line: "/ban #ops", command: "MODE #ops +b", entry: ":srv 367 alice #ops x!*@*",
      end: ":srv 368 alice #ops :End", none: "# #ops: nobody is banned", about: "#ops"),
  ]

  var dialogue = Dialogue.entered {
    $0.isInteractive = true
    $0.recordsFailures = false
    $0.retry = nil
    $0.timeout = 30_000
  }
  private var random: SeededGenerator
  /// What the server has not answered yet, and whether an entry of it has gone out.
  private var open: [(index: Int, hasBegun: Bool)] = []
  /// How many of each question were asked.
  private(set) var asked = [0, 0, 0]
  /// How many of each have been answered with entries.
  private(set) var toldWithEntries = [0, 0, 0]
  private(set) var told: [String] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func step() throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<3:
      let index = Int.random(in: 0..<Play.questions.count, using: &random)
      asked[index] += 1
      dialogue.type(Play.questions[index].line)
    case 3..<8: answer()
    case 8: dialogue.server(":bob!b@h PRIVMSG #lobby :talk")
    default: try breakConnection()
    }
    look()
  }

  /// All that is open is answered.
  mutating func end() throws {
    while !open.isEmpty {
      answer()
      look()
    }
  }

  private mutating func answer() {
    guard let first = open.first else { return }
    let question = Play.questions[first.index]
    if !first.hasBegun, Bool.random(using: &random) {
      open[0].hasBegun = true
      return dialogue.server(question.entry)
    }
    if first.hasBegun { toldWithEntries[first.index] += 1 }
    open.removeFirst()
    dialogue.server(question.end)
  }

  private mutating func breakConnection() throws {
    open = []
    dialogue.close()
    look()
    let index = Int.random(in: 0..<Play.questions.count, using: &random)
    asked[index] += 1
    dialogue.type(Play.questions[index].line)
    try dialogue.reconnectNow()
    look()
    dialogue.enter("#lobby")
  }

  private mutating func look() {
    told += dialogue.hear()
    for line in dialogue.look() {
      if let index = Play.questions.firstIndex(where: { $0.command == line }) { open.append((index, false)) }
    }
  }
}
