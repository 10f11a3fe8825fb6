import Wire

/// What the server was asked that no later line depends on, in the order of asking. Each question counts its answers.
struct OpenQuestions: Sendable {
  /// What is asked.
  enum Query: Equatable, Sendable {
    /// Which rooms the server has.
    case rooms
    /// Whom this room lets in no more.
    case bans([UInt8])
    /// What is known of somebody.
    case person([UInt8])
    /// What is talked about in this room.
    case topic([UInt8])
    /// To change something, by this command: answers name the command, or one of these.
    case change(Verb, about: [[UInt8]])
  }

  /// The most that are remembered: a server that answers none does not get to fill the memory.
  private static let most = 1000

  private var questions: [OpenQuestion] = []
  /// How many entries have come of lists that a line of the protocol asked for.
  private var unaskedRooms = 0
  private var unaskedBans = 0

  /// Whether all has been answered.
  var isEmpty: Bool { questions.isEmpty }

  /// The name that the first change of name that is not answered asks for.
  var nameWanted: [UInt8]? {
    for question in questions {
      if case .change(ServerVerb.nick, let names) = question.query { return names.first }
    }
    return nil
  }

  // MARK: Asking

  /// The server is asked for this.
  mutating func ask(_ query: Query, by input: KeptInput, _ now: Moment) {
    if questions.count == OpenQuestions.most { questions.removeFirst() }
    questions.append(OpenQuestion(query: query, input: input, time: now.wall))
  }

  /// Appends the commands that ask anew for what a lost connection did not answer.
  func askAgain(_ bytes: inout [UInt8]) {
    for question in questions { question.query.append(to: &bytes) }
  }

  // MARK: Answers

  /// An entry of the list of rooms has come.
  mutating func countRoom() {
    if let index = questions.firstIndex(where: { $0.query == .rooms }) {
      questions[index].answers += 1
    } else {
      unaskedRooms += 1
    }
  }

  /// The list of rooms has ended. Gives how many there were.
  mutating func endRooms() -> Int {
    guard let question = end(where: { $0 == .rooms }) else {
      defer { unaskedRooms = 0 }
      return unaskedRooms
    }
    return question.answers
  }

  /// An entry of a room's list of bans has come.
  mutating func countBan(of room: [UInt8], _ mapping: CaseMapping) {
    if let index = questions.firstIndex(where: { $0.query.asksForBans(of: room, mapping) }) {
      questions[index].answers += 1
    } else {
      unaskedBans += 1
    }
  }

  /// A room's list of bans has ended. Gives how many there were.
  mutating func endBans(of room: [UInt8], _ mapping: CaseMapping) -> Int {
    guard let question = end(where: { $0.asksForBans(of: room, mapping) }) else {
      defer { unaskedBans = 0 }
      return unaskedBans
    }
    return question.answers
  }

  /// A description of somebody begins, or, if `isWhole`, has ended.
  mutating func describe(_ name: [UInt8], isWhole: Bool, _ mapping: CaseMapping) {
    func isMeant(_ query: Query) -> Bool {
      if case .person(let asked) = query { mapping.equal(asked, name) } else { false }
    }
    if isWhole {
      _ = end(where: isMeant)
    } else if let index = questions.firstIndex(where: { isMeant($0.query) }) {
      questions[index].answers += 1
    }
  }

  /// The server has told a room's topic.
  mutating func endTopic(of room: [UInt8], _ mapping: CaseMapping) {
    _ = end { if case .topic(let asked) = $0 { mapping.equal(asked, room) } else { false } }
  }

  /// What this command asks for has been done.
  mutating func endChange(by verb: Verb) {
    _ = end { if case .change(verb, _) = $0 { true } else { false } }
  }

  /// The server does not do something, or does not tell it.
  mutating func refuse(_ message: ServerMessage, _ mapping: CaseMapping) {
    let verb = Verb(message.errorSubject.span)
    let words = (1..<max(1, message.count - 1)).map { message[$0] }
    _ = end { query in
      query.verb == verb || query.names.contains { name in words.contains { mapping.equal($0, name) } }
    }
  }

  /// Ends the first of these. The changes before it have been answered too, since servers do what one client says in
  /// order; a change that changes nothing has no answer of its own.
  private mutating func end(where isMeant: (Query) -> Bool) -> OpenQuestion? {
    guard let index = questions.firstIndex(where: { isMeant($0.query) }) else { return nil }
    let question = questions.remove(at: index)
    let later = questions[index...]
    questions = questions[..<index].filter { !$0.query.isChange } + later
    return question
  }

  // MARK: Losses

  /// The connection is lost. What has not been answered at all is to be asked anew; gives the rest.
  ///
  /// - Parameters:
  ///   - heard: When the server was last heard.
  ///   - patience: How long it may take to do something, in milliseconds: a change that is older was done.
  /// - Returns: What was answered in part, and the changes of which nobody knows whether they were made.
  mutating func breakOff(
    heard: Timestamp, patience: Int64
  ) -> (incomplete: [OpenQuestion], uncertain: [OpenQuestion]) {
    let incomplete = questions.filter { $0.answers > 0 }
    let uncertain = questions.filter {
      $0.query.isChange && heard.milliseconds - $0.time.milliseconds < patience
    }
    self = OpenQuestions(questions.filter { $0.answers == 0 && !$0.query.isChange })
    return (incomplete, uncertain)
  }

  /// Nothing has been asked.
  init() {}

  private init(_ questions: [OpenQuestion]) {
    self.questions = questions
  }
}

extension OpenQuestions.Query {
  /// Whether it asks for something to be done rather than told.
  fileprivate var isChange: Bool { if case .change = self { true } else { false } }

  /// The command that asks it.
  fileprivate var verb: Verb {
    switch self {
    case .rooms: Verb("LIST")
    case .bans: ServerVerb.mode
    case .person: Verb("WHOIS")
    case .topic: ServerVerb.topic
    case .change(let verb, _): verb
    }
  }

  /// The rooms and names that it is about.
  var names: [[UInt8]] {
    switch self {
    case .rooms: []
    case .bans(let name), .person(let name), .topic(let name): [name]
    case .change(_, let names): names
    }
  }

  fileprivate func asksForBans(of room: [UInt8], _ mapping: CaseMapping) -> Bool {
    if case .bans(let asked) = self { mapping.equal(asked, room) } else { false }
  }

  /// Appends the command that asks it; nothing where that is to change something.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .rooms: bytes.append("LIST\r\n")
    case .bans(let room): bytes.appendCommand("MODE", room, Array("+b".utf8))
    case .person(let name): bytes.appendCommand("WHOIS", name)
    case .topic(let room): bytes.appendCommand("TOPIC", room)
    case .change: break
    }
  }
}

/// A question that the server has not answered, or not wholly, with the line that asked it.
struct OpenQuestion: Sendable {
  let query: OpenQuestions.Query
  let input: KeptInput
  /// When it was asked.
  let time: Timestamp
  /// How many answers have come that are not the last.
  var answers = 0
}
