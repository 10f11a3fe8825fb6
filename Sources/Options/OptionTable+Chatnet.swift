extension OptionTable {
  /// The table of chatnet.
  public static let chatnet = OptionTable(
    program: "chatnet",
    version: "0.1.0",
    summary: "chat as a Unix filter",
    commands: commandRows,
    options: serveRows + serveTLSRows + serveWebSocketRows + joinRows + sendRows + whoRows + clientRows
      + clientTLSRows
      + globalRows,
    environment: [
      EnvironmentSpec(variable: "CHATNET_SERVER", key: .server, commands: Command.clients, group: .server),
      EnvironmentSpec(variable: "CHATNET_USER", key: .user, commands: Command.clients, group: nil),
      EnvironmentSpec(
        variable: "CHATNET_PASSWORD", key: .password, commands: Command.clients, group: .password),
    ]
  )

  private static let commandRows = [
    CommandSpec(
      command: .serve, summary: "run a server",
      description: "Run a chat server on TCP and on a Unix socket. Any IRC client can talk to it.",
      operands: .nothing(hint: "a port is given by -p, an address by -a"),
      examples: ["chatnet serve -p 8080", "chatnet serve -a 0.0.0.0 -a ::"]),
    CommandSpec(
      command: .join, summary: "take part: type on a terminal, or pipe lines in and records out",
      description: "Take part in rooms. On a terminal each line that you type is a message; in a pipe, lines "
        + "are read from standard input and what happens is written as records.",
      operands: .nothing(hint: "a name is given by -u, a room by -r, a server by -s"),
      examples: [
        "chatnet join -u alice", "chatnet join -r ops --no-input | grep error",
        "chatnet join --no-input --json --resume log >> log.json",
      ]),
    CommandSpec(
      command: .send, summary: "send lines, and know that they arrived",
      description: "Send each line of standard input to people and rooms, and exit 0 when the server has "
        + "accepted every one. Without a target the lines go to #lobby.",
      operands: .targets("target"),
      examples: ["echo hi | chatnet send bob", "tail -f log | chatnet send -r ops", "chatnet send -m hi bob"]),
    CommandSpec(
      command: .who, summary: "print who is online, one name a line",
      description: "Print the names that are online, sorted, one a line. With names: those of them that are "
        + "online, and exit 1 if one is not.",
      operands: .names("name"),
      examples: ["chatnet who", "chatnet who -q bob && echo hi | chatnet send bob", "chatnet who --wait bob"]),
    CommandSpec(
      command: .completions, summary: "print the completion script for a shell",
      description:
        "Print the script by which a shell completes what is typed behind chatnet: for bash, zsh or "
        + "fish. A shell that loads it needs no other file.",
      operands: .shell,
      examples: ["chatnet completions bash >>~/.bash_completion"]),
    CommandSpec(
      command: .help, summary: "explain a command",
      description: "Print how a command is used.",
      operands: .command,
      examples: ["chatnet help join"]),
  ]

  private static let serveRows = [
    OptionSpec(
      .port, ["p"], kind: .number(0...65535), value: "PORT", of: [.serve], default: "8080",
      help: "TCP port to listen on, 0: any"),
    OptionSpec(
      .address, ["a"], kind: .text, value: "ADDRESS", repeatable: true, of: [.serve],
      help: "listen here (*: all); repeatable (default: loopback)"),
    OptionSpec(
      .socket, kind: .file(or: ["none"]), value: "PATH", of: [.serve],
      help: "listen on this Unix socket; none: on no socket"),
    OptionSpec(.name, kind: .text, value: "NAME", of: [.serve], help: "call the server this"),
    OptionSpec(.network, kind: .text, value: "NAME", of: [.serve], help: "call the network this"),
    OptionSpec(
      .room, kind: .text, value: "ROOM", repeatable: true, of: [.serve],
      help: "a room that always exists (default: #lobby); repeatable; none"),
    OptionSpec(
      .roomDays, kind: .number(0...36_500), value: "N", of: [.serve], default: "30",
      help: "keep a login's room so long after its last use; 0: for good"),
    OptionSpec(
      .roomModes, kind: .text, value: "MODES", of: [.serve], default: "+nt",
      help: "modes of new rooms: letters of CHMRUimnst, or none"),
    OptionSpec(
      .operator, kind: .text, value: "WHO", repeatable: true, of: [.serve],
      help: "who may /oper: login:bob, or NAME=FILE (a password); repeatable"),
    OptionSpec(
      .data, kind: .file(or: ["none"]), value: "DIR", of: [.serve],
      help: "keep what is said in this folder; none: keep nothing"),
    OptionSpec(
      .history, kind: .choice(["none", "rooms", "all"]), value: "WHAT", of: [.serve], default: "all",
      help: "of what is said keep this: none, rooms or all"),
    OptionSpec(
      .historyDays, kind: .number(0...36_500), value: "N", of: [.serve], default: "90",
      help: "keep it for this many days; 0: for good"),
    OptionSpec(.sync, of: [.serve], help: "acknowledge only what a power cut leaves"),
    OptionSpec(
      .list, of: [.serve], configurable: false, excludes: [.export, .erase],
      help: "print of whom something is kept, and how much, and end"),
    OptionSpec(
      .export, kind: .text, value: "WHO", of: [.serve], configurable: false,
      help: "print what is kept of login:NAME (account:, name:)"),
    OptionSpec(
      .erase, kind: .text, value: "WHO", of: [.serve], configurable: false, excludes: [.export],
      help: "erase what is kept of login:NAME (account:, name:)"),
    OptionSpec(
      .register, kind: .choice(["open", "closed", "local"]), value: "WHO", of: [.serve], default: "local",
      help: "who may make accounts: open, closed, local"),
    OptionSpec(.showHosts, of: [.serve], help: "show people's addresses to each other"),
    OptionSpec(
      .motd, kind: .file(or: []), value: "FILE", of: [.serve], help: "greet those who arrive with this text"),
    OptionSpec(
      .maxClients, kind: .number(1...1_000_000), value: "N", of: [.serve],
      help: "refuse more connections (default: what fits)"),
    OptionSpec(
      .perAddress, kind: .number(1...1_000_000), value: "N", of: [.serve], default: "100",
      help: "connections that one address may have at once"),
    OptionSpec(
      .trust, kind: .text, value: "CIDR", repeatable: true, of: [.serve],
      help: "do not count connections from there; repeatable"),
    OptionSpec(
      .passwordFile, kind: .file(or: []), value: "FILE", of: [.serve],
      help: "ask for the password in this file's first line"),
  ]

  private static let clientRows = [
    OptionSpec(
      .server, ["s"], kind: .text, value: "ADDRESS", of: Command.clients, group: .server, excludes: [.host],
      help: "host:port, irc://host, ircs://host or unix:PATH"),
    OptionSpec(
      .host, kind: .text, value: "HOST", of: Command.clients, group: .server,
      help: "the server's host (default: this one)"),
    OptionSpec(
      .port, ["p"], kind: .number(1...65535), value: "PORT", of: Command.clients, group: .server,
      help: "the server's TCP port (default: 8080)"),
    OptionSpec(
      .user, ["u", "n"], aliases: ["nick"], kind: .anyText, value: "NAME", of: Command.clients,
      help: "your name (default: the login name)"),
    OptionSpec(
      .timeout, kind: .seconds(or: []), value: "SECONDS", of: Command.clients, default: "30",
      help: "give up after so long without progress"),
    OptionSpec(
      .account, kind: .text, value: "NAME", of: Command.clients,
      help: "log in to this account; the password is its"),
    OptionSpec(
      .passwordFile, kind: .file(or: []), value: "FILE", of: Command.clients, group: .password,
      help: "the password is this file's first line"),
    OptionSpec(
      .passwordCommand, kind: .text, value: "COMMAND", of: Command.clients, group: .password,
      excludes: [.passwordFile], help: "the password is what this prints first"),
    OptionSpec(
      .format, kind: .choice(["text", "tsv", "json"]), value: "FORMAT", of: [.join, .who],
      help: "text, tsv or json (default: text on a terminal)"),
    OptionSpec(
      .format, kind: .choice(["text", "tsv", "json"]), value: "FORMAT", of: [.send],
      help: "how --print-id and --reply write: text is bare"),
    OptionSpec(
      .json, kind: .shorthand(for: .format, value: "json"), of: Command.clients, configurable: false,
      help: "the same as --format json"),
    OptionSpec(
      .null, ["0"], of: Command.clients, configurable: false, help: "end each record with NUL, not newline"),
    OptionSpec(
      .carriageReturns, kind: .choice(["keep", "split", "refuse"]), value: "WHAT", of: [.join, .send],
      default: "split", help: "a CR in a line is a blank, an end, refused"),
  ]

  private static let joinRows = [
    OptionSpec(
      .room, ["r"], kind: .room, value: "ROOM", repeatable: true, of: [.join],
      help: "join #ROOM; repeatable (default: #lobby)"),
    OptionSpec(
      .input, kind: .choice(["lines", "tsv", "json"]), value: "FORMAT", of: [.join], default: "lines",
      configurable: false, help: "standard input: lines, tsv or json"),
    OptionSpec(
      .noInput, of: [.join], configurable: false, excludes: [.input], help: "never read standard input"),
    OptionSpec(.literal, of: [.join], help: "take every line as text: no commands, no @bob"),
    OptionSpec(
      .count, kind: .number(1...Int.max), value: "N", of: [.join], configurable: false,
      help: "leave after N messages have come in"),
    OptionSpec(
      .linger, kind: .seconds(or: []), value: "SECONDS", of: [.join], configurable: false,
      excludes: [.noInput], help: "stay so long after the end of the input"),
    OptionSpec(
      .history, kind: .number(1...100_000), value: "N", of: [.join],
      help: "first print the last N messages of each room"),
    OptionSpec(
      .since, kind: .text, value: "WHEN", of: [.join], configurable: false,
      help: "first print what came since 10m ago, a time, an id"),
    OptionSpec(
      .resume, kind: .text, value: "NAME", of: [.join], configurable: false, excludes: [.since],
      help: "go on after the last record of the run of that name"),
    OptionSpec(
      .retry, kind: .seconds(or: ["never", "forever"]), value: "SECONDS", of: [.join],
      help: "retry a lost connection so long, never or forever"),
    OptionSpec(
      .exec, kind: .text, value: "COMMAND", of: [.join], configurable: false,
      help: "run this for each message, its text on stdin"),
    OptionSpec(
      .execHistory, of: [.join], configurable: false, help: "run it for messages that were said before, too"),
    OptionSpec(.execNotices, of: [.join], configurable: false, help: "run it for notices, too"),
    OptionSpec(.execBots, of: [.join], configurable: false, help: "run it for what bots say, too"),
    OptionSpec(
      .execRetry, kind: .number(0...1000), value: "N", of: [.join], default: "0", configurable: false,
      help: "run a command that failed again, N times at most"),
    OptionSpec(
      .bridge, kind: .text, value: "NAME", of: [.join],
      help: "be a part of this bridge: pass over what passed it"),
    OptionSpec(
      .timestamps, kind: .toggle, of: [.join],
      help: "show times in text, or not (default: on a terminal)"),
    OptionSpec(
      .color, kind: .choice(["auto", "always", "never"]), value: "WHEN", of: [.join], default: "auto",
      help: "colour text: auto, always or never"),
    OptionSpec(.noBell, of: [.join], help: "do not ring for private messages and mentions"),
    OptionSpec(
      .notify, kind: .text, value: "COMMAND", of: [.join],
      help: "on a terminal: run this for what would ring, or osc9, osc777"),
    OptionSpec(
      .hide, kind: .text, value: "KINDS", repeatable: true, of: [.join],
      help: "do not show these on a terminal: join,part,quit,nick"),
    OptionSpec(
      .highlight, kind: .text, value: "WORD", repeatable: true, of: [.join],
      help: "mark what holds this word as a mention; repeatable"),
    OptionSpec(
      .log, kind: .file(or: []), value: "FILE", of: [.join],
      help: "add what is shown to this file, as records (TSV)"),
  ]

  private static let sendRows = [
    OptionSpec(
      .room, ["r"], kind: .room, value: "ROOM", repeatable: true, of: [.send],
      help: "send to #ROOM; repeatable"),
    OptionSpec(
      .message, ["m"], kind: .anyText, value: "TEXT", of: [.send], configurable: false,
      help: "send this, and leave standard input alone"),
    OptionSpec(
      .notice, of: [.send], configurable: false, excludes: [.action],
      help: "send notices, which programs do not answer"),
    OptionSpec(.action, of: [.send], configurable: false, help: "send actions, as /me does"),
    OptionSpec(.noSplit, of: [.send], help: "refuse over-long lines (65), do not split them"),
    OptionSpec(
      .whole, of: [.send], configurable: false, help: "send all of the input as one message"),
    OptionSpec(
      .printID, of: [.send], configurable: false, excludes: [.reply],
      help: "print the id of each message that was accepted"),
    OptionSpec(
      .online, of: [.send], configurable: false, help: "refuse what would wait for somebody not here"),
    OptionSpec(
      .unsent, kind: .file(or: []), value: "FILE", of: [.send],
      help: "keep what was not accepted, for the next run"),
    OptionSpec(
      .reply, kind: .seconds(or: []), value: "SECONDS", of: [.send], configurable: false,
      help: "wait so long for an answer, and print it"),
  ]

  private static let whoRows = [
    OptionSpec(
      .room, ["r"], kind: .room, value: "ROOM", of: [.who],
      help: "print only who is in #ROOM"),
    OptionSpec(.long, ["l"], of: [.who], help: "add rooms, account, away, idle and since"),
    OptionSpec(
      .quiet, ["q"], of: [.who], configurable: false, excludes: [.watch, .rooms],
      help: "print nothing, only exit 0 or 1"),
    OptionSpec(
      .watch, of: [.who], configurable: false, excludes: [.wait, .rooms, .long],
      help: "go on, and print who arrives and who leaves"),
    OptionSpec(
      .wait, of: [.who], configurable: false, excludes: [.rooms],
      help: "wait until all the names are online"),
    OptionSpec(
      .rooms, of: [.who], configurable: false, excludes: [.room, .long],
      help: "print the rooms instead, one a line"),
  ]

  private static let globalRows = [
    OptionSpec(
      .config, kind: .file(or: []), value: "FILE", of: [.serve] + Command.clients, global: true,
      configurable: false, help: "read options from this file"),
    OptionSpec(
      .help, ["h"], of: Command.allCases, global: true, configurable: false, help: "print this and exit"),
    OptionSpec(
      .version, ["V"], of: Command.allCases, global: true, configurable: false,
      help: "print the version and exit"),
  ]
}
