import Wire

/// The commands by verb: one probe in most cases, since a quarter of the places are taken.
struct CommandTable: Sendable {
  static let shared = CommandTable(rows)

  private var places: [CommandRow?]

  private init(_ rows: [CommandRow]) {
    places = Array(repeating: nil, count: 256)
    for row in rows {
      var place = CommandTable.home(row.verb)
      while places[place] != nil { place = (place + 1) & 255 }
      places[place] = row
    }
  }

  subscript(verb: Verb) -> CommandRow? {
    var place = CommandTable.home(verb)
    while let row = places[place] {
      if row.verb == verb { return row }
      place = (place + 1) & 255
    }
    return nil
  }

  private static func home(_ verb: Verb) -> Int {
    Int(truncatingIfNeeded: ((verb.low ^ verb.high) &* 0x9E37_79B9_7F4A_7C15) >> 56)
  }

  static let rows: [CommandRow] = [
    // A session that gives chatnet/unseen up is seen by others from then on.
    CommandRow("CAP", .shares(from: 2), 1, early: true) { $0.cap($1, $2) },
    CommandRow("PASS", .own, 1, early: true) { $0.pass($1, $2) },
    CommandRow("NICK", .shares(from: 0), early: true) { $0.nick($1, $2) },
    CommandRow("USER", .own, 4, early: true) { $0.user($1, $2) },
    CommandRow("PING", .own, early: true) { $0.ping($1, $2) },
    CommandRow("PONG", .own, early: true) { $0.pong($1, $2) },
    CommandRow("QUIT", .shares(from: 0), early: true) { $0.quit($1, $2) },
    CommandRow("AWAY", .shares(from: 0), early: true) { $0.away($1, $2) },
    CommandRow("JOIN", .shares(from: 0), 1) { $0.join($1, $2) },
    CommandRow("PART", .shares(from: 0), 1) { $0.part($1, $2) },
    CommandRow("PRIVMSG", .shares(from: 0)) { $0.message(.privmsg, $1, $2) },
    CommandRow("NOTICE", .shares(from: 0)) { $0.message(.notice, $1, $2) },
    CommandRow("TAGMSG", .shares(from: 0)) { $0.message(.tagmsg, $1, $2) },
    // The lines of a batch are gathered where the session is; its end says what they make.
    CommandRow("BATCH", .shares(from: 0), 1) { $0.batch($1, $2) },
    CommandRow("CHATHISTORY", .asks, 1) { $0.chathistory($1, $2) },
    CommandRow("MARKREAD", .shares(from: 2)) { $0.markread($1, $2) },
    CommandRow("NAMES", .asks) { $0.names($1, $2) },
    CommandRow("WHO", .asks) { $0.who($1, $2) },
    CommandRow("WHOWAS", .asks) { $0.whowas($1, $2) },
    CommandRow("WHOIS", .asks) { $0.whois($1, $2) },
    CommandRow("TOPIC", .shares(from: 2), 1) { $0.topic($1, $2) },
    CommandRow("LIST", .asks) { $0.list($1, $2) },
    CommandRow("MODE", .shares(from: 2), 1) { $0.mode($1, $2) },
    CommandRow("KICK", .shares(from: 0), 2) { $0.kick($1, $2) },
    CommandRow("OPER", .shares(from: 0)) { $0.oper($1, $2) },
    CommandRow("INVITE", .shares(from: 1)) { $0.invite($1, $2) },
    CommandRow("MOTD", .asks) { $0.motd($1, $2) },
    CommandRow("LUSERS", .asks) { $0.lusers($1, $2) },
    CommandRow("VERSION", .asks) { $0.version($1, $2) },
    CommandRow("TIME", .asks) { $0.time($1, $2) },
    CommandRow("USERHOST", .asks, 1) { $0.userhost($1, $2) },
    CommandRow("ISON", .asks, 1) { $0.ison($1, $2) },
    CommandRow("MONITOR", .own, 1) { $0.monitor($1, $2) },
    // What they lead to is settled by answers from outside. They stand behind those that are said often, which find
    // their places free.
    CommandRow("AUTHENTICATE", .own, 1, early: true) { $0.authenticate($1, $2) },
    CommandRow("REGISTER", .own, 3, early: true) { $0.register($1, $2) },
    CommandRow("VERIFY", .own, 2, early: true) { $0.verify($1, $2) },
    CommandRow("ACCOUNT", .shares(from: 0), 1) { $0.account($1, $2) },
    CommandRow("ADMIN", .asks) { $0.admin($1, $2) },
    CommandRow("HELP", .own) { $0.help($1, $2) },
    CommandRow("HELPOP", .own) { $0.help($1, $2) },
    CommandRow("INFO", .asks) { $0.info($1, $2) },
    CommandRow("ISUPPORT", .own, early: true) { $0.isupport($1, $2) },
    CommandRow("KILL", .shares(from: 0), 1) { $0.kill($1, $2) },
    CommandRow("LINKS", .asks) { $0.links($1, $2) },
    CommandRow("MAP", .asks) { $0.map($1, $2) },
    CommandRow("METADATA", .shares(from: 3), 2, early: true) { $0.metadata($1, $2) },
    CommandRow("REDACT", .shares(from: 0), 2) { $0.redact($1, $2) },
    CommandRow("RENAME", .shares(from: 0), 2) { $0.rename($1, $2) },
    CommandRow("SETNAME", .shares(from: 0), 1) { $0.setname($1, $2) },
    CommandRow("STATS", .asks) { $0.stats($1, $2) },
    CommandRow("WALLOPS", .shares(from: 0)) { $0.wallops($1, $2) },
  ]
}
