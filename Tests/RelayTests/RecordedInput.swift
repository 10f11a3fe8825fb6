import Wire

@testable import Relay

/// Inputs as lines of a recording: time, number, session, what happened.
enum RecordedInput {
  /// A line of the recording that cannot be read.
  struct Unreadable: Error {
    let line: String
  }

  /// The inputs of a recording, each with its stamp. Lines that begin with `#` are comments.
  static func read(_ text: String) throws -> [(Input, Stamp)] {
    try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { try read(line: String($0)) }
  }

  private static func read(line: String) throws -> (Input, Stamp) {
    let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard words.count >= 4, let time = Int64(words[0]), let number = Int64(words[1]) else {
      throw Unreadable(line: line)
    }
    let stamp = Stamp(time: Timestamp(milliseconds: time), number: number)
    let ids = words[2] == "-" ? [] : try words[2].split(separator: ",").map(session)
    return (try input(words[3], words.count > 4 ? words[4] : "", ids), stamp)
  }

  private static func session(_ text: Substring) throws -> SessionID {
    let numbers = text.split(separator: ".").compactMap { UInt32($0) }
    guard numbers.count == 2 else { throw Unreadable(line: String(text)) }
    return SessionID(slot: numbers[0], generation: numbers[1])
  }

  private static func input(_ verb: String, _ rest: String, _ ids: [SessionID]) throws -> Input {
    if verb == "stop" { return .stop }
    if verb == "recalled" { return try input(ofCode: rest) }
    if verb == "closed" { return .closed(ids, reason: Array(rest.utf8)) }
    guard ids.count == 1 else { throw Unreadable(line: verb) }
    let id = ids[0]
    switch verb {
    case "opened": return .opened(id, try origin(rest))
    case "line": return .line(id, try Escapes.bytes(of: rest)[...])
    case "overlong": return .overlong(id)
    case "idle": return .idle(id)
    case "more": return .more(id)
    case "dismissed": return .dismissed(id, reason: Array(rest.utf8))
    case "overflow": return .overflow(id, limit: Int(rest) ?? 0)
    case "answer":
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let number = UInt64(words[0]) else { throw Unreadable(line: rest) }
      return .answer(RequestID(number: number), id, try answer(words[1]))
    default: throw Unreadable(line: verb)
    }
  }

  private static func origin(_ text: String) throws -> Origin {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 2 else { throw Unreadable(line: text) }
    let security: Origin.Security = words.count > 2 ? .encrypted(certificate: nil) : .plain
    if words[0] == "network" { return Origin(.network(host: words[1]), security: security) }
    guard let uid = UInt32(words[1]) else { throw Unreadable(line: text) }
    return Origin(.local(uid: uid), security: security)
  }

  private static func answer(_ text: String) throws -> Answer {
    let words = text.split(separator: " ").map(String.init)
    switch (words[0], words.count) {
    case ("login", 1): return .login(nil)
    case ("login", 2): return .login(words[1])
    case ("nobody", 1): return .owner(.nobody)
    case ("peer", 1): return .owner(.peer)
    case ("owner", 2): return .owner(.login(words[1]))
    case ("unavailable", 1): return .unavailable
    case ("granted", 1): return .attemptGranted
    case ("coded", 2):
      guard case .answer(_, _, let answer) = try input(ofCode: words[1]) else { throw Unreadable(line: text) }
      return answer
    case ("refused", 2): return .attemptRefused(seconds: Int(words[1]) ?? 0)
    default: throw Unreadable(line: text)
    }
  }

  /// The line of an input.
  static func line(of input: Input, at stamp: Stamp) -> String {
    let (ids, what) = parts(of: input)
    let sessions = ids.map { "\($0.slot).\($0.generation)" }.joined(separator: ",")
    return "\(stamp.time.milliseconds) \(stamp.number) \(sessions.isEmpty ? "-" : sessions) \(what)"
  }

  private static func parts(of input: Input) -> ([SessionID], String) {
    switch input {
    case .opened(let id, let origin): ([id], "opened " + text(of: origin))
    case .line(let id, let line): ([id], "line " + Escapes.text(of: line))
    case .overlong(let id): ([id], "overlong")
    case .closed(let ids, let reason): (ids, "closed " + String(decoding: reason, as: UTF8.self))
    case .idle(let id): ([id], "idle")
    case .more(let id): ([id], "more")
    case .overflow(let id, let limit): ([id], "overflow \(limit)")
    case .dismissed(let id, let reason): ([id], "dismissed " + String(decoding: reason, as: UTF8.self))
    case .answer(let request, let id, let answer): ([id], "answer \(request.number) " + text(of: answer))
    case .recalled: ([], "recalled " + code(of: input))
    case .stop: ([], "stop")
    }
  }

  private static func text(of origin: Origin) -> String {
    let security = origin.security == .plain ? "" : " encrypted"
    return switch origin.place {
    case .network(let host): "network \(host)\(security)"
    case .local(let uid): "local \(uid)\(security)"
    }
  }

  private static func text(of answer: Answer) -> String {
    switch answer {
    case .login(let name): name.map { "login \($0)" } ?? "login"
    case .owner(.nobody): "nobody"
    case .owner(.peer): "peer"
    case .owner(.login(let name)): "owner \(name)"
    case .unavailable: "unavailable"
    case .attemptGranted: "granted"
    case .attemptRefused(let seconds): "refused \(seconds)"
    case .history, .historyTargets, .historyUnknown, .addressee, .markers, .secret:
      "coded \(code(of: answer))"
    }
  }

  /// What has a form of many parts, as its bytes.
  private static func code(of answer: Answer) -> String {
    code(of: .answer(RequestID(number: 0), SessionID(slot: 0, generation: 0), answer))
  }

  private static func code(of input: Input) -> String {
    let bytes = input.encoded(at: Stamp(time: Timestamp(milliseconds: 0), number: 0))
    return bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private static func input(ofCode code: String) throws -> Input {
    let digits = code.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
    guard digits.count == code.utf8.count, digits.count % 2 == 0 else { throw Unreadable(line: code) }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    return try Input.decoded(from: bytes).0
  }

  /// The line of a request.
  static func line(of request: Request) -> String {
    let session = "\(request.session.slot).\(request.session.generation)"
    return switch request.question {
    case .attempt(let delay): "\(request.id.number) \(session) attempt" + (delay > 0 ? " after \(delay)" : "")
    case .secret(let question): "\(request.id.number) \(session) secret \(question)"
    case .login(let uid): "\(request.id.number) \(session) login of \(uid)"
    case .history(let question): "\(request.id.number) \(session) history \(question)"
    case .owner(let name): "\(request.id.number) \(session) owner of \(String(decoding: name, as: UTF8.self))"
    }
  }

  /// The line of a fact: its event as the language shows it, bytes as text.
  static func line(of fact: Fact) -> String {
    "\(fact.stamp.number) \(FactText.text(of: fact.event))"
  }
}
