/// How a session logs in to an account, and makes one.
extension JoinSession {
  /// Does what `/login`, `/register` or `/verify` says.
  mutating func take(account command: ChatLine, _ now: Moment) {
    switch command {
    case .login(let account, let password):
      prepare(AccountErrand(.login, account: account, secret: password), now)
    case .register(let account, let address, let password):
      prepare(AccountErrand(.register(address: address), account: account, secret: password), now)
    case .verify(let account, let code):
      begin(AccountErrand(.verify, account: account, secret: code), now)
    default: break
    }
  }

  /// Sees to it that there is a password, and that nobody else can read it on its way.
  private mutating func prepare(_ errand: AccountErrand, _ now: Moment) {
    if let obstacle = errand.obstacle(link.profile) { return fail(obstacle, now) }
    guard identity.isPrivate else {
      let reason = "the connection is not encrypted: a password could be read on its way"
      return fail(Failure(.notPermitted, about: errand.command, reason), now)
    }
    if errand.secret != nil { return begin(errand, now) }
    guard request.isInteractive else {
      let usage = errand.purpose == .login ? "/login NAME PASSWORD" : "/register NAME * PASSWORD"
      return fail(Failure(.badInput, about: errand.command, "a password is missing: \(usage)"), now)
    }
    askPassword(for: errand)
  }

  /// Asks for the password; for a new one, of which nobody could say that it was mistyped, twice.
  private mutating func askPassword(for errand: AccountErrand) {
    asksPasswordFor = errand
    let account = errand.account == [UInt8(ascii: "*")] ? link.ownName : errand.account
    ask(
      errand.purpose == .login
        ? .password(account: account) : .newPassword(account: account, isRepeated: errand.secret != nil))
  }

  /// Takes the password that was asked for; nil or nothing: the person would rather not.
  mutating func take(password: [UInt8]?, _ now: Moment) {
    guard var errand = asksPasswordFor else { return }
    asksPasswordFor = nil
    let command = String(decoding: errand.command, as: UTF8.self)
    guard let password, !password.isEmpty else { return remark("\(command): not done") }
    guard outage == nil else {
      return fail(Failure(.noConnection, about: errand.command, "not done: there is no connection"), now)
    }
    if errand.purpose != .login {
      guard let first = errand.secret else {
        errand.secret = password
        return askPassword(for: errand)
      }
      guard first == password else {
        return fail(Failure(.badInput, about: errand.command, "not done: the two passwords differ"), now)
      }
    }
    errand.secret = password
    begin(errand, now)
  }

  private mutating func begin(_ errand: AccountErrand, _ now: Moment) {
    // Where the person was asked, it may be another server by now.
    if let obstacle = errand.obstacle(link.profile) { return fail(obstacle, now) }
    errand.begin(&link.bytes)
    question = .account(errand)
  }

  /// What the server says about it. Gives whether the message was about that alone.
  mutating func takeAccount(_ message: ServerMessage, _ now: Moment) -> Bool {
    guard case .account(var errand) = question else { return false }
    guard let progress = errand.receive(message: message, link.profile, to: &link.bytes) else { return false }
    patience.renew(now)
    question = .account(errand)
    switch progress {
    case .pending: break
    case .done(let text):
      question = nil
      if errand.purpose == .login {
        // Without the account the name may not be had again.
        identity.login = AccountErrand(.login, account: errand.account, secret: errand.secret)
      }
      if !text.isEmpty { remark(text) }
    case .failed(let failure):
      question = nil
      fail(failure, now)
    }
    return true
  }

  /// The connection is lost, and with it what took several steps and is not done.
  mutating func abandonErrand(_ now: Moment) {
    let command: [UInt8]
    switch question {
    case .account(let errand): command = errand.command
    case .history: command = Array("/history".utf8)
    default: return
    }
    question = nil
    fail(Failure(.noConnection, about: command, "not done: the connection was lost"), now)
  }
}
