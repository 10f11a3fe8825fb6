import Wire

/// HELP and HELPOP: how a command is used.
extension Relay {
  func help(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let subject = line.extracting(request[0].range)
    if subject.isEmpty { return replyHelp("*", HelpTopic.overview) }
    let verb = Verb(subject)
    guard let topic = HelpTopic.all.first(where: { Verb($0.verb) == verb }) else {
      return reply(.helpNotFound, about: subject, "no such command: HELP alone lists them")
    }
    replyHelp(topic.verb, ["\(topic.usage)", topic.text])
  }

  private func replyHelp(_ subject: StaticString, _ lines: [String]) {
    for (index, text) in lines.enumerated() {
      replyHelp(index == 0 ? .helpStart : .helpText, subject, text)
    }
    replyHelp(.endOfHelp, subject, "end of help")
  }

  private func replyHelp(_ numeric: Numeric, _ subject: StaticString, _ text: String) {
    reply(numeric) { output in
      output.append(subject)
      output.append(" :")
      output += Array(text.utf8)
    }
  }
}

/// What HELP says of one command.
struct HelpTopic: Sendable {
  let verb: StaticString
  /// How it is written.
  let usage: String
  /// What it does.
  let text: String

  /// What HELP says by itself: the commands, as many on a line as a screen shows.
  static let overview: [String] = {
    var lines = ["The commands of this server; HELP and one of them tells more"]
    var row = ""
    for topic in all {
      let word = topic.verb.description
      if row.count + word.count > 60 {
        lines.append(row)
        row = ""
      }
      row += row.isEmpty ? word : " " + word
    }
    return lines + [row]
  }()

  private init(_ verb: StaticString, _ parameters: String, _ text: String) {
    self.verb = verb
    self.usage = parameters.isEmpty ? verb.description : "\(verb) \(parameters)"
    self.text = text
  }

  /// Every command that people use, by name. A test holds them equal to the table of commands.
  static let all: [HelpTopic] = [
    HelpTopic(
      "ACCOUNT", "PASSWORD|REMOVE|DISABLE|ENABLE|CERTIFICATE …", "changes an account that is there"),
    HelpTopic("ADMIN", "", "who runs this server"),
    HelpTopic("AUTHENTICATE", "mechanism|data|*", "proves an account (SASL)"),
    HelpTopic("AWAY", "[:reason]", "says that you are away, or back; AWAY *: nobody sits at this connection"),
    HelpTopic("BATCH", "+ref draft/multiline target", "opens a message of several lines; BATCH -ref ends it"),
    HelpTopic("CAP", "LS|LIST|REQ|END", "capabilities (IRCv3)"),
    HelpTopic(
      "CHATHISTORY", "LATEST|BEFORE|AFTER|AROUND|BETWEEN|TARGETS …",
      "what was said before (draft/chathistory)"),
    HelpTopic("HELP", "[command]", "this help"),
    HelpTopic("INFO", "", "what program this is"),
    HelpTopic("INVITE", "[name room]", "asks somebody into a room; alone: who has asked you into which"),
    HelpTopic("ISON", "name …", "which of them are here"),
    HelpTopic("ISUPPORT", "", "what this server supports (draft/extended-isupport)"),
    HelpTopic("JOIN", "room[,room …] [key[,key …]]", "comes into rooms; JOIN 0 leaves all"),
    HelpTopic("KICK", "room name[,name …] [:reason]", "puts somebody out of a room, for its operators"),
    HelpTopic("KILL", "name [:reason]", "ends somebody's connections, for operators of the server"),
    HelpTopic("LINKS", "", "which servers there are: this one"),
    HelpTopic(
      "LIST", "[room|mask|!mask|>members|<members|C<minutes|C>minutes|T<minutes|T>minutes[,…]]",
      "which rooms there are"),
    HelpTopic("LUSERS", "", "how many are here"),
    HelpTopic("MAP", "", "which servers there are: this one"),
    HelpTopic("MARKREAD", "target [timestamp=…]", "how far you have read (draft/read-marker)"),
    HelpTopic(
      "METADATA", "target|* GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC …", "what is known of somebody or a room"),
    HelpTopic("MODE", "room|name [letters parameters …]", "shows or changes modes"),
    HelpTopic(
      "MONITOR", "+ name[,name …] | - name[,name …] | C | L | S", "who wants to know when whom comes and goes"
    ),
    HelpTopic("MOTD", "", "the message of the day"),
    HelpTopic("NAMES", "[room[,room …]]", "who is in a room"),
    HelpTopic("NICK", "name", "how you are called from now on"),
    HelpTopic("NOTICE", "target[,target …] :text", "says something that programs do not answer"),
    HelpTopic("OPER", "[name password]", "makes you an operator of this server, if you may be"),
    HelpTopic("PART", "room[,room …] [:reason]", "leaves rooms"),
    HelpTopic("PASS", "password", "the server's password, before NICK and USER"),
    HelpTopic("PING", "token", "is answered by PONG with the token"),
    HelpTopic(
      "PRIVMSG", "target[,target …] :text", "says something to rooms and people; @room: to its operators"),
    HelpTopic("QUIT", "[:reason]", "leaves"),
    HelpTopic("REDACT", "target msgid [:reason]", "takes back what was said (draft/message-redaction)"),
    HelpTopic("REGISTER", "account email password", "makes an account"),
    HelpTopic("RENAME", "room room [:reason]", "gives a room another name, for its operators"),
    HelpTopic("SETNAME", ":real name", "changes your real name (IRCv3 setname)"),
    HelpTopic("STATS", "u", "for how long this server runs"),
    HelpTopic("TAGMSG", "target[,target …]", "sends client-only tags without a text (IRCv3 message-tags)"),
    HelpTopic("TIME", "", "what time it is here"),
    HelpTopic("TOPIC", "room [:topic]", "shows or sets what a room is about"),
    HelpTopic("USER", "user 0 * :real name", "who you are, before registration"),
    HelpTopic("USERHOST", "name …", "where they are, and whether they are away"),
    HelpTopic("VERIFY", "account code", "makes an account sure, where a code was sent"),
    HelpTopic("VERSION", "", "what program this is, and what it supports"),
    HelpTopic("WALLOPS", ":text", "says something to those with user mode w, for operators of the server"),
    HelpTopic("WHO", "[room|mask] [%fields[,token]|o]", "who is in a room, or here"),
    HelpTopic("WHOIS", "name", "what is known of somebody"),
    HelpTopic("WHOWAS", "name [count]", "what is known of who was here by that name"),
  ]
}
