import Wire

extension ChatCommand {
  /// Every command, in the order of the help. The parser, `/help` and completion read this table.
  public static let all: [ChatCommand] = groups.flatMap(\.commands)

  /// The same in groups, with what each is about.
  static let groups: [(about: String, commands: [ChatCommand])] = [
    ("talk", talking), ("rooms", rooms), ("operators", operating), ("people", people),
    ("accounts", accounts), ("other", rest),
  ]

  private static let talking = [
    ChatCommand(
      "msg", ["m"], "NAME TEXT", "say it to NAME alone, or to a room",
      more: [
        "Nobody of that name: an error, and nothing is sent. @NAME TEXT is the same.",
        "Several with commas between them, /msg bob,carol TEXT: to each alone.",
      ],
      example: "/msg bob tea at four?", completing: [.nameOrRoom], takesText: true
    ) {
      .message(to: $0.word() ?? [], text: $0.rest(), usage: $1)
    },
    ChatCommand(
      "query", ["q"], "[NAME] [TEXT]", "talk to NAME alone; or in the room again",
      more: [
        "The lines that follow go to NAME, as the prompt shows,",
        "until /query alone, /room or /join.",
      ],
      example: "/query bob", completing: [.name], takesText: true
    ) {
      .query($0.word(), text: $0.rest(), usage: $1)
    },
    ChatCommand(
      "reply", ["r"], "TEXT", "answer the last private message",
      more: [
        "It goes to whoever had written to you alone last when you began the reply;",
        "on a terminal the prompt tells who.",
      ],
      example: "/reply yes, at four", takesText: true
    ) {
      .needing($0.rest(), "a text", $1) { .reply($0) }
    },
    ChatCommand(
      "me", ["action"], "TEXT", "do something: * alice waves", example: "/me waves", takesText: true
    ) {
      .needing($0.rest(), "a text", $1) { .action($0) }
    },
    ChatCommand(
      "notice", [], "NAME TEXT", "say it so that no program answers",
      example: "/notice bob the build is done", completing: [.nameOrRoom], takesText: true
    ) {
      let target = $0.word() ?? []
      let text = $0.rest()
      return ChatLine.fault(ofTarget: target, usage: $1)
        ?? .needing(text, "a text", $1) { .notice(to: target, text: $0) }
    },
    ChatCommand(
      "say", [], "TEXT", "say it, whatever it looks like",
      more: ["For what would be a command: /say exit, /say bob:x."],
      example: "/say exit", takesText: true
    ) {
      .needing($0.rest(), "a text", $1) { .text($0) }
    },
    ChatCommand(
      "history", [], "[ROOM] [N]", "show the room's last messages again",
      more: [
        "20, or N: what the server keeps; else what this run has seen.",
        "Or those with somebody: /history bob, and in a /query those with NAME.",
      ],
      example: "/history bob 50", completing: [.nameOrRoom, .nothing]
    ) { .history(&$0, usage: $1) },
  ]

  private static let people = [
    ChatCommand(
      "who", ["names"], "[ROOM]", "list who is here", example: "/who #ops", completing: [.room, .nothing]
    ) {
      guard let word = $0.word() else { return .who(room: nil) }
      return .needingRoom(word, $1) { .who(room: $0) }
    },
    ChatCommand(
      "whois", ["wi"], "NAME", "show what is known of somebody", example: "/whois bob",
      completing: [.name, .nothing]
    ) {
      let name = $0.word() ?? []
      return ChatLine.fault(ofTarget: name, usage: $1) ?? .whois(name)
    },
    ChatCommand(
      "ignore", ["mute"], "[NAME]", "ignore NAME; or list who is ignored",
      more: ["Hides what NAME says and invitations, in later runs too, until /unignore."],
      example: "/ignore bob", completing: [.name, .nothing]
    ) {
      guard let name = $0.word() else { return .ignore(nil) }
      return ChatLine.fault(ofPerson: name, usage: $1) ?? .ignore(name)
    },
    ChatCommand(
      "unignore", ["unmute"], "NAME", "ignore NAME no more", example: "/unignore bob",
      completing: [.ignored, .nothing]
    ) {
      .needing($0.word() ?? [], "a name", $1) { .unignore($0) }
    },
    ChatCommand("nick", [], "NAME", "take another name", example: "/nick alice", completing: [.nothing]) {
      .needing($0.rest(), "a name", $1) { .nick($0) }
    },
    ChatCommand(
      "away", [], "[REASON]", "be away; without a reason: be back", example: "/away at lunch"
    ) { arguments, _ in
      .away(arguments.rest())
    },
    ChatCommand("back", [], "", "be back", example: "/back", completing: [.nothing]) { _, _ in .away([]) },
  ]

  private static let rest = [
    ChatCommand(
      "motd", [], "", "show the server's message of the day", example: "/motd", completing: [.nothing]
    ) { _, _ in .motd },
    ChatCommand(
      "ping", [], "", "tell how long the server takes to answer", example: "/ping", completing: [.nothing]
    ) { _, _ in .ping },
    ChatCommand(
      "clear", ["cls"], "", "clear the screen; C-l does too", example: "/clear", completing: [.nothing]
    ) { _, _ in .clear },
    ChatCommand(
      "raw", ["quote"], "LINE", "send a line of the protocol as it is",
      more: ["For what has no command of its own; see https://modern.ircdocs.horse/."],
      example: "/raw MODE #ops +m"
    ) {
      .needing($0.rest(), "a line", $1) { .raw($0) }
    },
    ChatCommand(
      "help", ["commands"], "[COMMAND]", "explain a command, or list them",
      more: ["/help all tells what each does."], example: "/help kick",
      completing: [.command, .nothing]
    ) {
      arguments, _ in
      .help(arguments.word() ?? [])
    },
    ChatCommand(
      "quit", ["exit", "logout", "bye"], "[REASON]", "leave", example: "/quit good night"
    ) { arguments, _ in
      .quit(reason: arguments.rest())
    },
  ]
}
