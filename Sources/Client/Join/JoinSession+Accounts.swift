extension PersonInput {
  /// Whether it is something to be said, or to be done.
  var isText: Bool {
    switch self {
    case .line, .block, .reply: true
    case .answer, .overlong, .name, .wonders, .room, .unreadable, .end: false
    }
  }
}

/// How a session logs in to an account, and makes one.
extension JoinSession {
  /// Does what `/login`, `/register` or `/verify` says.
  mutating func perform(account command: ChatLine, _ input: KeptInput, _ now: Moment) {
    switch command {
    case .login(let account, let password):
      prepare(AccountErrand(.login, account: account, secret: password), input, now)
    case .register(let account, let address, let password):
      prepare(AccountErrand(.register(address: address), account: account, secret: password), input, now)
    case .passwd(let old, let new):
      // Over the Unix socket the login needs no proof, unless it has logged in to another account.
      guard identity.isLocal || identity.login != nil else {
        return fail(Failure(.notPermitted, about: Array("/passwd".utf8), "log in first: /login NAME"), now)
      }
      var errand = AccountErrand(.password, account: identity.login?.account ?? [], secret: old)
      errand.newSecret = new
      prepare(errand, input, now)
    case .verify(let account, let code):
      begin(AccountErrand(.verify, account: account, secret: code), input, now)
    default: break
    }
  }

  /// Sees to it that there is a password, and that nobody else can read it on its way.
  private mutating func prepare(_ errand: AccountErrand, _ input: KeptInput, _ now: Moment) {
    var errand = errand.prepared(for: identity)
    errand.asksForSecret = errand.secret == nil
    if let obstacle = errand.obstacle(profile) { return fail(obstacle, now) }
    guard identity.isPrivate || errand.purpose == .login else {
      let reason = "the connection is not encrypted: a password could be read on its way"
      return fail(Failure(.notPermitted, about: errand.command, reason), now)
    }
    if errand.hasSecrets { return begin(errand, input, now) }
    guard request.isInteractive else {
      let usage = errand.usage
      return fail(Failure(.badInput, about: errand.command, "a password is missing: \(usage)"), now)
    }
    askPassword(for: errand, input)
  }

  /// Asks for the password; for a new one, of which nobody could say that it was mistyped, twice.
  private mutating func askPassword(for errand: AccountErrand, _ input: KeptInput) {
    let account =
      errand.isOfLogin ? identity.loginName : errand.account == [UInt8(ascii: "*")] ? ownName : errand.account
    let asked: Inquiry =
      errand.lacksProof
      ? .password(account: account) : .newPassword(account: account, isRepeated: errand.chosen != nil)
    ask(.password(errand, input), as: asked)
  }

  /// Goes on with the password that was asked for; nil or nothing: the person would rather not.
  mutating func receive(password: [UInt8]?, for errand: AccountErrand, _ input: KeptInput, _ now: Moment) {
    var errand = errand
    let command = String(decoding: errand.command, as: UTF8.self)
    guard let password, !password.isEmpty else { return remark("\(command): not done") }
    guard outage == nil else {
      return fail(Failure(.noConnection, about: errand.command, "not done: there is no connection"), now)
    }
    if errand.lacksProof {
      errand.secret = password
      if !errand.hasSecrets { return askPassword(for: errand, input) }
    } else if let first = errand.chosen {
      guard first == password else {
        return fail(Failure(.badInput, about: errand.command, "not done: the two passwords differ"), now)
      }
    } else {
      errand.choose(password)
      return askPassword(for: errand, input)
    }
    begin(errand, input, now)
  }

  /// The server has refused its password, or missed it: the person is asked. What is typed before it is let in goes
  /// nowhere: it may be the password, entered too soon.
  /// Gives whether there is somebody to ask, and a way on which nobody listens.
  mutating func askServerPassword(_ failure: Failure) -> Bool {
    guard request.isInteractive, identity.isPrivate, outage == nil, connection.link.lacksPassword else {
      return false
    }
    remark(failure.text)
    identity.password = nil
    isGivingPassword = true
    renewConnection()
    ask(.serverPassword, as: .serverPassword)
    return true
  }

  /// Comes again with the server's password; nil or nothing: the person would rather not.
  mutating func receive(serverPassword password: [UInt8]?, _ now: Moment) {
    guard let password, !password.isEmpty else {
      fail(Failure(.notPermitted, "not let in without the server's password"), now)
      return finish(as: .notPermitted)
    }
    identity.password = password
    renewConnection()
    output.connects = true
  }

  private mutating func renewConnection() {
    connection = JoinConnection(identity, timeout: request.timeout)
    output.disconnects = true
    phase = .connecting
  }

  private mutating func begin(_ errand: AccountErrand, _ input: KeptInput, _ now: Moment) {
    // Where the person was asked, it may be another server by now.
    var errand = errand.prepared(for: identity)
    if let obstacle = errand.obstacle(profile) { return fail(obstacle, now) }
    errand.begin(&connection.link.bytes)
    question = BlockingQuestion(.account(errand), by: input)
  }

  /// Takes what the server says about it. Gives whether the message was about that alone.
  mutating func receive(account message: ServerMessage, _ now: Moment) -> Bool {
    guard case .account(var errand) = question?.subject else { return false }
    guard let progress = errand.receive(message: message, profile, to: &connection.link.bytes) else {
      return false
    }
    connection.patience.renew(now)
    question?.subject = .account(errand)
    switch progress {
    case .pending: break
    case .done(let text):
      question = nil
      if errand.purpose == .password { identity.login?.secret = errand.newSecret }
      if errand.purpose == .login {
        // Without the account the server may refuse the name next time.
        identity.login = AccountErrand(.login, account: errand.account, secret: errand.secret)
      }
      if !text.isEmpty { remark(text) }
    case .failed(let failure):
      question = nil
      fail(failure, now)
    }
    return true
  }
}
