import Wire

/// What every session is greeted with.
struct WelcomeText {
  /// What is told to users without an account, and to those with one.
  let iSupport: [String]
  let iSupportOfAccounts: [String]
  let created: String

  init(_ configuration: RelayConfiguration) {
    created = configuration.node.startedAt.rfc3339
    iSupport = WelcomeText.iSupport(configuration, rooms: RelayLimit.rooms)
    iSupportOfAccounts = WelcomeText.iSupport(configuration, rooms: RelayLimit.roomsOfAccount)
  }

  private static func iSupport(_ configuration: RelayConfiguration, rooms: Int) -> [String] {
    let limit = RelayLimit.targets
    var tokens = [
      "CASEMAPPING=ascii", "CHANTYPES=#", "PREFIX=(ov)@+", "STATUSMSG=@+", "CHANMODES=Ibe,k,fl,CHMPRUimnst",
      "MODES=\(RelayLimit.modes)", "NICKLEN=\(NameRules.maximumScalars)", "USERLEN=\(RelayLimit.userName)",
      "CHANNELLEN=\(RoomRules.maximumBytes)", "TOPICLEN=\(RelayLimit.text)",
      "KICKLEN=\(RelayLimit.kickReason)", "AWAYLEN=\(RelayLimit.text)", "NAMELEN=\(RelayLimit.realName)",
      "CHANLIMIT=#:\(rooms)", "MAXLIST=Ibe:\(RelayLimit.bans)", "EXCEPTS", "INVEX", "EXTBAN=,amr",
      "ACCOUNTEXTBAN=a,account",
      "TARGMAX=PRIVMSG:\(limit),NOTICE:\(limit),TAGMSG:\(limit),JOIN:,PART:,NAMES:,LIST:,WHOIS:1,KICK:",
      "NETWORK=\(configuration.network.name)", "MONITOR=\(RelayLimit.monitored)", "BOT=B", "WHOX",
      "UTF8ONLY", "ELIST=CMNTU", "SAFELIST", "SAFERATE",
    ]
    if configuration.node.keepsHistory {
      tokens += ["CHATHISTORY=\(RelayLimit.history)", "MSGREFTYPES=msgid,timestamp"]
    }
    return WelcomeText.lines(of: tokens)
  }

  /// The tokens in lines: a line has 15 parameters, the asker's name and the text behind them among these.
  private static func lines(of tokens: [String]) -> [String] {
    stride(from: 0, to: tokens.count, by: tokensInLine).map { start in
      tokens[start..<min(start + tokensInLine, tokens.count)].joined(separator: " ")
    }
  }

  private static let tokensInLine = 12
}

extension Relay {
  /// The numerics that end a registration, 001 to the message of the day.
  func greet(_ user: User) {
    reply(.welcome) { line in
      line.append(":welcome to ")
      line += Array(self.configuration.network.name.utf8)
      line.append(", ")
      line += user.name
    }
    reply(.yourHost) { line in
      line.append(":your host is ")
      line += self.serverName
      line.append(", running ")
      line += Array(self.configuration.node.version.utf8)
    }
    reply(.created) { line in
      line.append(":this server was started ")
      line += Array(self.welcomeText.created.utf8)
    }
    reply(.myInfo) { line in
      line += self.serverName
      line.append(" ")
      line += Array(self.configuration.node.version.utf8)
      line.append(" BRTiow CHIMPRUbefiklmnostv Ibefklov")
    }
    replyISupport(hasAccount: user.account != nil)
    replyLusers()
    replyMotd()
    replyHost(of: user)
  }

  /// What others see in place of the asker's address, where they do not see that.
  private func replyHost(of user: User) {
    guard let asker, user.host != asker.host else { return }
    reply(.hostHidden, about: user.host, "is what others see in place of your address")
  }

  /// What clients need to know of the server to speak with it.
  func replyISupport(hasAccount: Bool) {
    for tokens in hasAccount ? welcomeText.iSupportOfAccounts : welcomeText.iSupport {
      reply(.iSupport) { line in
        line += Array(tokens.utf8)
        line.append(" :are supported by this server")
      }
    }
  }
}
