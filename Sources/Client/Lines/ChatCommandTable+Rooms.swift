/// The commands about rooms.
extension ChatCommand {
  static let rooms = [
    ChatCommand(
      "join", ["j"], "ROOM [KEY]", "go into a room, and talk there",
      more: ["Where you are in it already, only the lines go there from now on."],
      example: "/join #ops", completing: [.room, .nothing]
    ) {
      let room = $0.word() ?? []
      let key = $0.word() ?? []
      return .needingRoom(room, $1) { .join(room: $0, key: key) }
    },
    ChatCommand(
      "part", ["leave"], "[ROOM] [REASON]", "leave a room", example: "/part #ops see you",
      completing: [.room]
    ) { arguments, _ in
      .part(room: arguments.room(), reason: arguments.rest())
    },
    ChatCommand(
      "room", [], "[ROOM]", "talk in another room where you are",
      more: [
        "Without ROOM: tells where lines go.",
        "C-x and a digit or an arrow goes to another room, too.",
      ],
      example: "/room #lobby", completing: [.room, .nothing]
    ) {
      guard let word = $0.word() else { return .room(nil) }
      return .needingRoom(word, $1) { .room($0) }
    },
    ChatCommand(
      "rooms", ["list"], "", "list the rooms of the server", example: "/rooms", completing: [.nothing]
    ) { _, _ in .rooms },
    ChatCommand(
      "topic", ["t"], "[ROOM] [TEXT]", "show or set the topic", more: ["/topic \"\" removes it."],
      example: "/topic #ops deploy at noon",
      completing: [.room]
    ) { arguments, _ in
      let room = arguments.room()
      let text = arguments.rest()
      if text == Array("\"\"".utf8) { return .topic(room: room, text: []) }
      return .topic(room: room, text: text.isEmpty ? nil : text)
    },
    ChatCommand(
      "invite", [], "NAME [ROOM]", "invite somebody to a room",
      more: ["One by an operator of the room opens it, whatever keeps others out."],
      example: "/invite bob #ops", completing: [.name, .room, .nothing]
    ) {
      let name = $0.word() ?? []
      if let fault = ChatLine.fault(ofTarget: name, usage: $1) { return fault }
      guard let room = $0.word() else { return .invite(name: name, room: nil) }
      return .needingRoom(room, $1) { .invite(name: name, room: $0) }
    },
  ]

  /// What operators of a room do.
  static let operating = [
    ChatCommand(
      "kick", ["k"], "[ROOM] NAME [REASON]", "put somebody out of a room",
      more: ["Who was put out can come back, unless there is a /ban."],
      example: "/kick bob too loud", completing: [.nameOrRoom]
    ) {
      let room = $0.roomBeforeName()
      let name = $0.word() ?? []
      let reason = $0.rest()
      return ChatLine.fault(ofTarget: name, usage: $1) ?? .kick(room: room, name: name, reason: reason)
    },
    ChatCommand(
      "ban", ["bans"], "[ROOM] [NAME]", "let somebody in no more; or list the bans",
      more: [
        "NAME stands for NAME!*@*, a host (of /whois) for *!*@HOST; or give any mask.",
        "It puts nobody out: /kick does.",
      ],
      example: "/ban *!*@192.0.2.7", completing: [.nameOrRoom, .name, .nothing]
    ) {
      let room = $0.roomBeforeName()
      guard let mask = $0.word() else { return .ban(room: room, mask: nil) }
      return ChatLine.fault(ofTarget: mask, usage: $1) ?? .ban(room: room, mask: ChatLine.mask(mask))
    },
    ChatCommand(
      "unban", [], "[ROOM] NAME", "let somebody in again", more: ["Or a mask; /ban lists them."],
      example: "/unban bob", completing: [.nameOrRoom, .name, .nothing]
    ) {
      let room = $0.roomBeforeName()
      let mask = $0.word() ?? []
      return ChatLine.fault(ofTarget: mask, usage: $1) ?? .unban(room: room, mask: ChatLine.mask(mask))
    },
    ChatCommand(
      "op", [], "[ROOM] NAME ...", "make somebody an operator of a room",
      more: ["Operators put out, ban, invite and set the topic and the modes."],
      example: "/op bob", completing: [.nameOrRoom]
    ) { .operators(&$0, areSet: true, usage: $1) },
    ChatCommand(
      "deop", [], "[ROOM] NAME ...", "have somebody be an operator no more", example: "/deop #ops bob",
      completing: [.nameOrRoom]
    ) { .operators(&$0, areSet: false, usage: $1) },
    ChatCommand(
      "mode", [], "[ROOM] [MODES]", "show or set the modes of a room",
      more: ["+m: only operators and those with a voice (+v NAME) speak; -m ends that."],
      example: "/mode #ops +m", completing: [.room]
    ) {
      let room = $0.room()
      let changes = $0.words()
      if let first = changes.first, first[0] != UInt8(ascii: "+"), first[0] != UInt8(ascii: "-") {
        let word = Escaping.visible(first, as: .subject)
        return .fault("\(word): neither a room where you are nor modes such as +m: \($1)")
      }
      return .mode(room: room, changes: changes)
    },
    ChatCommand(
      "oper", [], "", "be an operator of the server, if you run it",
      more: [
        "For the login that runs it, and for those of --operator, over its socket:",
        "they are operators of the rooms that always exist.",
      ],
      example: "/oper", completing: [.nothing]
    ) { _, _ in .oper },
  ]
}

extension ChatLine {
  fileprivate static func operators(
    _ arguments: inout ChatArguments, areSet: Bool, usage: String
  ) -> ChatLine {
    let room = arguments.roomBeforeName()
    let names = arguments.words()
    if let fault = names.lazy.compactMap({ fault(ofTarget: $0, usage: usage) }).first { return fault }
    return names.isEmpty
      ? fault(ofTarget: [], usage: usage) ?? .nothing : .operators(room: room, names: names, areSet: areSet)
  }

  /// The mask of everybody who goes by a name, or comes from a host: an address, or what stands behind a `@`. A mask,
  /// or what else a server takes for a ban, stays as it is.
  fileprivate static func mask(_ word: [UInt8]) -> [UInt8] {
    if word.first == UInt8(ascii: "@"), word.count > 1 { return Array("*!*".utf8) + word }
    if word.contains(where: { "!@*?$~".utf8.contains($0) }) { return word }
    if isHost(word) { return Array("*!*@".utf8) + word }
    return word.contains(UInt8(ascii: ":")) ? word : word + Array("!*@*".utf8)
  }

  /// Whether a word is a host and no name: one with a dot, or a numeric address of IPv6.
  private static func isHost(_ word: [UInt8]) -> Bool {
    if word.contains(UInt8(ascii: ".")) { return true }
    let colons = word.count { $0 == UInt8(ascii: ":") }
    return colons > 1 && word.allSatisfy { $0 == 0x3A || "0123456789abcdefABCDEF".utf8.contains($0) }
  }
}
