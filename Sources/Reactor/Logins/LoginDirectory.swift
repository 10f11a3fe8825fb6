/// Answers questions about the logins of this machine. It looks them up in threads of its own, since a directory
/// service may take its time, and remembers them for a minute. Whose a connection is it looks up each time, since ports
/// pass from one to another.
///
/// One thread asks and takes the answers.
public final class LoginDirectory {
  /// How much a directory does and remembers.
  public struct Limits: Sendable {
    /// How many look-ups go on at once. With one, answers come in the order of the questions.
    public var threads = 2
    /// How many questions may wait for their answers.
    public var questions = 16_384
    /// How long a login or the owner of a name is remembered, in milliseconds.
    public var memory: Int64 = 60_000
    /// How many logins are remembered, and of how many names the owners.
    public var remembered = 4_096

    /// What suits a server.
    public init() {}
  }

  /// What a thread found. An error is that of a user database which cannot be asked.
  private enum Finding: Sendable {
    case login(ofUID: UInt32, Result<Login?, SystemError>)
    case logins(ofName: String, Result<[Login], SystemError>)
    case owner(ChatNameOwner, token: UInt64)
  }

  /// Who waits for the logins of a chat name.
  private struct Claimant {
    let token: UInt64
    let ends: ConnectionEnds?
  }

  private let lookups: LoginLookups
  private let limits: Limits
  private let clock: () -> Int64
  private let worker: Worker<Finding>
  private var loginsOfUIDs: SharedLookups<UInt32, Login?, UInt64>
  private var loginsOfNames: SharedLookups<String, [Login], Claimant>
  /// How many questions wait.
  private var waiting = 0

  /// A directory that remembers nothing yet.
  ///
  /// - Parameters:
  ///   - lookups: By what it finds out.
  ///   - clock: The time in milliseconds, which does not go back.
  public init(
    limits: Limits = Limits(), lookups: LoginLookups = .system,
    clock: @escaping () -> Int64 = Clock.monotonicMilliseconds
  ) throws(SystemError) {
    self.limits = limits
    self.lookups = lookups
    self.clock = clock
    worker = try Worker(threads: limits.threads, capacity: limits.questions)
    loginsOfUIDs = SharedLookups(lifetime: limits.memory, capacity: limits.remembered)
    loginsOfNames = SharedLookups(lifetime: limits.memory, capacity: limits.remembered)
  }

  /// To be watched for reading: readable when there are answers.
  public var descriptor: Int32 { worker.descriptor }

  /// Asks.
  ///
  /// - Parameter token: What the answer will be known by. No other question that waits has it.
  /// - Returns: The answer where it is known now, or ``LoginAnswer/tryAgain`` where too many questions wait; nil where
  ///   the answer comes later, by ``answers()``.
  public func ask(_ question: LoginQuestion, token: UInt64) -> LoginAnswer? {
    if let answer = remembered(question) { return answer }
    if waiting >= limits.questions { return .tryAgain }
    waiting += 1
    switch question {
    case .name(let uid):
      if loginsOfUIDs.wait(token, for: uid) { lookUp(uid: uid) }
    case .owner(let name, let ends):
      let claimant = Claimant(token: token, ends: ends)
      if let logins = loginsOfNames.value(of: name, at: clock()) {
        lookUpOwner(among: logins, for: claimant)
      } else if loginsOfNames.wait(claimant, for: name) {
        lookUp(name: name)
      }
    }
    return nil
  }

  /// The answers that have come since the last call, each with the token of its question.
  public func answers() -> [(token: UInt64, answer: LoginAnswer)] {
    var answers: [(token: UInt64, answer: LoginAnswer)] = []
    for finding in worker.takeAnswers() { answers += self.answers(from: finding) }
    waiting -= answers.count
    return answers
  }

  // MARK: Answering

  private func remembered(_ question: LoginQuestion) -> LoginAnswer? {
    switch question {
    case .name(let uid): loginsOfUIDs.value(of: uid, at: clock()).map { login in .name(login?.name) }
    case .owner(let name, let ends):
      loginsOfNames.value(of: name, at: clock()).flatMap { owner(among: $0, askedOver: ends) }
    }
  }

  /// The answer where it does not depend on whose the connection is.
  private func owner(among logins: [Login], askedOver ends: ConnectionEnds?) -> LoginAnswer? {
    guard let first = logins.first else { return .owner(.nobody) }
    return ends == nil ? .owner(.other(login: first.name)) : nil
  }

  private func answers(from finding: Finding) -> [(token: UInt64, answer: LoginAnswer)] {
    switch finding {
    case .login(let uid, .success(let login)):
      return loginsOfUIDs.end(uid, with: .some(login), at: clock()).map { ($0, .name(login?.name)) }
    case .login(let uid, .failure):
      return loginsOfUIDs.end(uid, with: nil, at: clock()).map { ($0, .tryAgain) }
    case .logins(let name, .success(let logins)):
      return loginsOfNames.end(name, with: logins, at: clock()).compactMap { claimant in
        if let answer = owner(among: logins, askedOver: claimant.ends) { return (claimant.token, answer) }
        lookUpOwner(among: logins, for: claimant)
        return nil
      }
    case .logins(let name, .failure):
      return loginsOfNames.end(name, with: nil, at: clock()).map { ($0.token, .tryAgain) }
    case .owner(let owner, let token): return [(token, .owner(owner))]
    }
  }

  // MARK: Looking up

  private func lookUp(uid: UInt32) {
    begin { [lookups] in
      do throws(SystemError) {
        return .login(ofUID: uid, .success(try lookups.loginOfUID(uid)))
      } catch {
        return .login(ofUID: uid, .failure(error))
      }
    }
  }

  private func lookUp(name: String) {
    begin { [lookups] in
      do throws(SystemError) {
        return .logins(ofName: name, .success(try lookups.persons(ofChatName: name)))
      } catch {
        return .logins(ofName: name, .failure(error))
      }
    }
  }

  private func lookUpOwner(among logins: [Login], for claimant: Claimant) {
    guard let ends = claimant.ends, let first = logins.first else { return }
    begin { [lookups] in
      // Where the system does not tell whose the far end is, it is not known to be the name's.
      let uid = try? lookups.ownerOfFarEnd(ends)
      let own = logins.first { $0.uid == uid }
      let owner = own.map { ChatNameOwner.peer(login: $0.name) } ?? .other(login: first.name)
      return .owner(owner, token: claimant.token)
    }
  }

  private func begin(_ lookup: @escaping @Sendable () -> Finding) {
    let isBegun = worker.make(lookup)
    precondition(isBegun, "each question that waits has one look-up at most, so there is room for it")
  }
}

extension LoginLookups {
  /// The persons' logins to which a chat name belongs, the likeliest first.
  fileprivate func persons(ofChatName name: String) throws(SystemError) -> [Login] {
    var logins: [Login] = []
    for spelling in Login.names(for: name) {
      if let login = try loginOfName(spelling), login.isPerson, !logins.contains(login) {
        logins.append(login)
      }
    }
    return logins
  }
}
