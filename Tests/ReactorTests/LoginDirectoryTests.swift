import Glibc
import Synchronization
import Testing

@testable import Reactor

/// Made-up logins, and what was asked about them.
private final class MadeUpLogins: Sendable {
  private let logins: [Login]
  private let asked = Mutex<[String]>([])
  /// Whose the far end of every connection is.
  private let ownerOfFarEnds: UInt32?
  /// Who asks has to wait at this gate, where there is one.
  private let gate: CountingSemaphore?
  private let isBroken = Mutex(false)

  init(_ logins: [(String, UInt32)], ownerOfFarEnds: UInt32? = nil, gate: CountingSemaphore? = nil) {
    self.logins = logins.map { Login(name: $0.0, uid: $0.1) }
    self.ownerOfFarEnds = ownerOfFarEnds
    self.gate = gate
  }

  /// What was asked since the last time.
  func takeAsked() -> [String] {
    asked.withLock { asked in
      defer { asked = [] }
      return asked
    }
  }

  /// Has every further question fail, or be answered again.
  func fail(_ fails: Bool) {
    isBroken.withLock { $0 = fails }
  }

  private func note(_ question: String) throws(SystemError) {
    gate?.wait()
    asked.withLock { $0.append(question) }
    if isBroken.withLock({ $0 }) { throw SystemError(errno: EIO, operation: "getpwnam_r") }
  }

  var lookups: LoginLookups {
    LoginLookups(
      loginOfUID: { [self] (uid) throws(SystemError) in
        try note("\(uid)")
        return logins.first { $0.uid == uid }
      },
      loginOfName: { [self] (name) throws(SystemError) in
        try note(name)
        return logins.first { $0.name == name }
      },
      ownerOfFarEnd: { [self] (_) throws(SystemError) in
        try note("owner")
        return ownerOfFarEnds
      })
  }
}

/// A time that a test sets.
private final class HandClock {
  var now: Int64 = 0
}

extension LoginDirectory {
  /// The answer to a question, however it comes.
  fileprivate func answer(to question: LoginQuestion) throws -> LoginAnswer {
    if let answer = ask(question, token: 7) { return answer }
    let (token, answer) = try #require(awaitAnswers(1).first)
    #expect(token == 7)
    return answer
  }

  /// So many answers that come later, or what has come of them in time.
  fileprivate func awaitAnswers(_ count: Int) -> [(token: UInt64, answer: LoginAnswer)] {
    var answers: [(token: UInt64, answer: LoginAnswer)] = []
    while answers.count < count {
      guard waitFor(POLLIN, on: descriptor) else { break }
      answers += self.answers()
    }
    return answers
  }
}

/// The ends of a connection that does not exist.
private func someEnds() throws -> ConnectionEnds {
  let near = try #require(SocketAddress.known(host: "127.0.0.1", port: 8080).first)
  return ConnectionEnds(near: near, far: near.with(port: 9))
}

@Suite("Asking about logins")
struct LoginDirectoryTests {
  @Test("the system's logins have names")
  func systemLogins() throws {
    let directory = try LoginDirectory()
    #expect(try directory.answer(to: .name(ofUID: 0)) == .name("root"))
    #expect(try directory.answer(to: .name(ofUID: 0xFFFF_FFF0)) == .name(nil))
    #expect(try directory.answer(to: .owner(ofName: "root", askedOver: nil)) == .owner(.other(login: "root")))
    #expect(try directory.answer(to: .owner(ofName: "ROOT", askedOver: nil)) == .owner(.other(login: "root")))
    let nobodys = LoginQuestion.owner(ofName: "no-such-login-here", askedOver: nil)
    #expect(try directory.answer(to: nobodys) == .owner(.nobody))
  }

  @Test(
    "a chat name belongs to a login of that name, of its lower case, and of one with dots for hyphens",
    arguments: [
      ("alice", "alice"), ("Alice", "alice"), ("Carol", "Carol"), ("carol", nil), ("al-ice", nil),
      ("j-p-doe", "j.p-doe"), ("J-P-Doe", "j.p-doe"), ("a-b", "a-b"), ("daemon", nil),
      ("x-y-z-u-v", "x.y.z.u.v"),
      ("root", "root"), ("-", nil), ("", nil),
    ] as [(String, String?)])
  func owners(name: String, login: String?) throws {
    let logins = MadeUpLogins([
      ("root", 0), ("daemon", 1), ("under", 999), ("alice", 1000), ("Carol", 1001), ("j.p-doe", 1002),
      ("a.b", 1003),
      ("a-b", 1004), ("x.y.z.u.v", 1005),
    ])
    let directory = try LoginDirectory(lookups: logins.lookups)
    let owner = login.map { ChatNameOwner.other(login: $0) } ?? .nobody
    #expect(try directory.answer(to: .owner(ofName: name, askedOver: nil)) == .owner(owner))
  }

  @Test(
    "a name is the peer's own where its process runs as one of the logins that the name belongs to",
    arguments: [
      (1003, .peer(login: "a.b")), (1004, .peer(login: "a-b")), (1000, .other(login: "a-b")),
      (nil, .other(login: "a-b")),
    ] as [(UInt32?, ChatNameOwner)])
  func own(uid: UInt32?, owner: ChatNameOwner) throws {
    let logins = MadeUpLogins([("a.b", 1003), ("a-b", 1004)], ownerOfFarEnds: uid)
    let directory = try LoginDirectory(lookups: logins.lookups)
    let question = LoginQuestion.owner(ofName: "a-b", askedOver: try someEnds())
    #expect(try directory.answer(to: question) == .owner(owner))
    // The name is remembered, and whose the connection is asked again.
    _ = logins.takeAsked()
    #expect(directory.ask(question, token: 1) == nil)
    #expect(directory.awaitAnswers(1).map(\.answer) == [.owner(owner)])
    #expect(logins.takeAsked() == ["owner"])
  }

  @Test("what is known is answered at once for a minute, and looked up again after it")
  func memory() throws {
    let logins = MadeUpLogins([("alice", 1000)])
    let clock = HandClock()
    let directory = try LoginDirectory(lookups: logins.lookups) { clock.now }
    let questions: [LoginQuestion] = [
      .name(ofUID: 1000), .name(ofUID: 2000), .owner(ofName: "alice", askedOver: nil),
      .owner(ofName: "bob", askedOver: try someEnds()),
    ]
    let expected: [LoginAnswer] = [
      .name("alice"), .name(nil), .owner(.other(login: "alice")), .owner(.nobody),
    ]
    for (question, answer) in zip(questions, expected) {
      #expect(try directory.answer(to: question) == answer)
    }
    #expect(logins.takeAsked() == ["1000", "2000", "alice", "bob"])
    clock.now = 59_999
    for (question, answer) in zip(questions, expected) {
      #expect(directory.ask(question, token: 1) == answer)
    }
    clock.now = 60_000
    for question in questions { #expect(directory.ask(question, token: 1) == nil) }
    #expect(directory.awaitAnswers(4).count == 4)
    #expect(logins.takeAsked().sorted() == ["1000", "2000", "alice", "bob"])
  }

  @Test("a look-up that takes its time holds nobody who asks, and answers all who asked for the same")
  func slowLookup() throws {
    let gate = try CountingSemaphore()
    let logins = MadeUpLogins([("alice", 1000)], gate: gate)
    var limits = LoginDirectory.Limits()
    limits.threads = 1
    let directory = try LoginDirectory(limits: limits, lookups: logins.lookups)
    // None of these returns before the gate is opened unless it does not wait.
    for token in 1...3 { #expect(directory.ask(.name(ofUID: 1000), token: UInt64(token)) == nil) }
    #expect(directory.ask(.owner(ofName: "alice", askedOver: nil), token: 4) == nil)
    #expect(directory.answers().isEmpty)
    gate.signal()
    gate.signal()
    let answers = directory.awaitAnswers(4)
    #expect(answers.map(\.token) == [1, 2, 3, 4])
    #expect(
      answers.map(\.answer) == Array(repeating: .name("alice"), count: 3) + [.owner(.other(login: "alice"))])
    #expect(logins.takeAsked() == ["1000", "alice"])
  }

  @Test("no more questions wait than the limit says, and a further one is told to try again")
  func bound() throws {
    let gate = try CountingSemaphore()
    let logins = MadeUpLogins([("alice", 1000)], gate: gate)
    var limits = LoginDirectory.Limits()
    limits.questions = 3
    let directory = try LoginDirectory(limits: limits, lookups: logins.lookups)
    for uid in 1000...1001 { #expect(directory.ask(.name(ofUID: UInt32(uid)), token: UInt64(uid)) == nil) }
    // That others wait for the same look-up makes no room.
    #expect(directory.ask(.name(ofUID: 1001), token: 1) == nil)
    #expect(directory.ask(.name(ofUID: 1001), token: 2) == .tryAgain)
    #expect(directory.ask(.owner(ofName: "alice", askedOver: nil), token: 3) == .tryAgain)
    for _ in 0..<2 { gate.signal() }
    #expect(directory.awaitAnswers(3).count == 3)
    gate.signal()
    #expect(
      try directory.answer(to: .owner(ofName: "alice", askedOver: nil)) == .owner(.other(login: "alice")))
  }

  @Test("a user database that fails makes no name free, and nothing of it is remembered")
  func failure() throws {
    let logins = MadeUpLogins([("alice", 1000)])
    let directory = try LoginDirectory(lookups: logins.lookups)
    logins.fail(true)
    #expect(try directory.answer(to: .name(ofUID: 1000)) == .tryAgain)
    #expect(try directory.answer(to: .owner(ofName: "alice", askedOver: nil)) == .tryAgain)
    logins.fail(false)
    #expect(try directory.answer(to: .name(ofUID: 1000)) == .name("alice"))
    let question = LoginQuestion.owner(ofName: "alice", askedOver: try someEnds())
    #expect(try directory.answer(to: question) == .owner(.other(login: "alice")))
    // Nor is a name given to a connection of which the system does not tell whose it is.
    logins.fail(true)
    #expect(try directory.answer(to: question) == .owner(.other(login: "alice")))
  }
}

@Suite("Remembering for a while")
struct ExpiringCacheTests {
  @Test("a value is good for its lifetime, and one that is put again for another")
  func lifetime() {
    var cache = ExpiringCache<String, Int>(lifetime: 10, capacity: 8)
    cache.put(1, for: "a", at: 0)
    #expect(cache.value(of: "a", at: 9) == 1)
    #expect(cache.value(of: "a", at: 10) == nil)
    cache.put(2, for: "a", at: 5)
    #expect(cache.value(of: "a", at: 14) == 2)
    cache.put(3, for: "b", at: 12)
    #expect(cache.value(of: "a", at: 14) == 2)
    #expect(cache.value(of: "a", at: 15) == nil)
  }

  @Test("no more values are kept than the limit says, and none that is no good any more")
  func capacity() {
    var cache = ExpiringCache<Int, Int>(lifetime: 100, capacity: 3)
    for key in 1...5 { cache.put(key, for: key, at: Int64(key)) }
    #expect(cache.count == 3)
    #expect((1...5).map { cache.value(of: $0, at: 6) } == [nil, nil, 3, 4, 5])
    cache.put(6, for: 6, at: 500)
    #expect(cache.count == 1)
  }
}
