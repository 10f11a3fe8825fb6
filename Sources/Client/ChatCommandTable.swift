import Wire

extension ChatCommand {
  /// Every command, in the order of the help. The parser, `/help` and completion read this table.
  public static let all: [ChatCommand] = talking + rooms + people + rest

  private static let talking = [
    ChatCommand("msg", [], "NAME TEXT", "say it to NAME alone, or to a room", completing: .name) {
      .message(to: $0.word() ?? [], text: $0.rest(), usage: $1)
    },
    ChatCommand("reply", [], "TEXT", "answer the last private message") {
      .needing($0.rest(), "a text", $1) { .reply($0) }
    },
    ChatCommand("me", [], "TEXT", "do something: * alice waves") {
      .needing($0.rest(), "a text", $1) { .action($0) }
    },
    ChatCommand("notice", [], "NAME TEXT", "say it so that no program answers", completing: .name) {
      let target = $0.word() ?? []
      let text = $0.rest()
      return ChatLine.fault(ofTarget: target, usage: $1)
        ?? .needing(text, "a text", $1) { .notice(to: target, text: $0) }
    },
    ChatCommand("say", [], "TEXT", "say it, whatever it looks like") {
      .needing($0.rest(), "a text", $1) { .text($0) }
    },
  ]

  private static let rooms = [
    ChatCommand("join", ["j"], "ROOM [KEY]", "go into a room, and talk there", completing: .room) {
      let room = $0.word() ?? []
      let key = $0.word() ?? []
      return .needingRoom(room, $1) { .join(room: $0, key: key) }
    },
    ChatCommand("part", ["leave"], "[ROOM] [REASON]", "leave a room", completing: .room) { arguments, _ in
      .part(room: arguments.room(), reason: arguments.rest())
    },
    ChatCommand("room", [], "ROOM", "talk in another room where you are", completing: .room) {
      .needingRoom($0.word() ?? [], $1) { .room($0) }
    },
    ChatCommand("rooms", ["list"], "", "list the rooms of the server") { _, _ in .rooms },
    ChatCommand("topic", [], "[ROOM] [TEXT]", "show or set the topic", completing: .room) { arguments, _ in
      let room = arguments.room()
      let text = arguments.rest()
      return .topic(room: room, text: text.isEmpty ? nil : text)
    },
    ChatCommand("invite", [], "NAME [ROOM]", "invite somebody to a room", completing: .name) {
      let name = $0.word() ?? []
      if let fault = ChatLine.fault(ofTarget: name, usage: $1) { return fault }
      guard let room = $0.word() else { return .invite(name: name, room: nil) }
      return .needingRoom(room, $1) { .invite(name: name, room: $0) }
    },
    ChatCommand("kick", [], "[ROOM] NAME [REASON]", "put somebody out of a room", completing: .name) {
      let room = $0.room()
      let name = $0.word() ?? []
      let reason = $0.rest()
      return ChatLine.fault(ofTarget: name, usage: $1) ?? .kick(room: room, name: name, reason: reason)
    },
  ]

  private static let people = [
    ChatCommand("who", ["names"], "[ROOM]", "list who is here", completing: .room) {
      guard let word = $0.word() else { return .who(room: nil) }
      return .needingRoom(word, $1) { .who(room: $0) }
    },
    ChatCommand("whois", [], "NAME", "show what is known of somebody", completing: .name) {
      let name = $0.word() ?? []
      return ChatLine.fault(ofTarget: name, usage: $1) ?? .whois(name)
    },
    ChatCommand("nick", [], "NAME", "take another name") {
      .needing($0.rest(), "a name", $1) { .nick($0) }
    },
    ChatCommand("away", [], "[REASON]", "be away; without a reason: be back") { arguments, _ in
      .away(arguments.rest())
    },
  ]

  private static let rest = [
    ChatCommand("raw", ["quote"], "LINE", "send a line of the protocol as it is") {
      .needing($0.rest(), "a line", $1) { .raw($0) }
    },
    ChatCommand("help", [], "[COMMAND]", "explain a command, or list all", completing: .command) {
      arguments, _ in
      .help(arguments.word() ?? [])
    },
    ChatCommand("quit", ["exit", "logout"], "[REASON]", "leave") { arguments, _ in
      .quit(reason: arguments.rest())
    },
  ]
}

extension ChatLine {
  /// What `make` makes of an argument, or the fault that it is missing.
  fileprivate static func needing(
    _ argument: [UInt8], _ what: String, _ usage: String, _ make: ([UInt8]) -> ChatLine
  ) -> ChatLine {
    argument.isEmpty ? .fault("\(what) is missing: \(usage)") : make(argument)
  }

  /// What `make` makes of the room that a word names (`ops` means `#ops`), or the fault that it names none.
  fileprivate static func needingRoom(
    _ word: [UInt8], _ usage: String, _ make: ([UInt8]) -> ChatLine
  ) -> ChatLine {
    if word.isEmpty { return .fault("a room is missing: \(usage)") }
    if word.contains(UInt8(ascii: ",")) { return .fault("one room at a time: \(usage)") }
    return make(Record.isRoom(word) ? word : Array("#".utf8) + word)
  }
}
