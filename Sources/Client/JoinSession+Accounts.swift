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
      begin(AccountErrand(.verify, account: account, secret: code))
    default: break
    }
  }

  /// Sees to it that there is a password, and that nobody else can read it on its way.
  private mutating func prepare(_ errand: AccountErrand, _ now: Moment) {
    guard identity.isPrivate else {
      let reason = "the connection is not encrypted: a password could be read on its way"
      return fail(Failure(.notPermitted, about: errand.command, reason), now)
    }
    if errand.secret != nil { return begin(errand) }
    guard request.isInteractive else {
      let usage = errand.purpose == .login ? "/login NAME PASSWORD" : "/register NAME * PASSWORD"
      return fail(Failure(.badInput, about: errand.command, "a password is missing: \(usage)"), now)
    }
    asksPasswordFor = errand
    ask(.password(account: errand.account == [UInt8(ascii: "*")] ? link.ownName : errand.account))
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
    errand.secret = password
    begin(errand)
  }

  private mutating func begin(_ errand: AccountErrand) {
    errand.begin(&link.bytes)
    question = .account(errand)
  }

  /// What the server says about it. Gives whether the message was about that alone.
  mutating func takeAccount(_ message: ServerMessage, _ now: Moment) -> Bool {
    guard case .account(var errand) = question else { return false }
    guard let progress = errand.take(message, link.profile, to: &link.bytes) else { return false }
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
