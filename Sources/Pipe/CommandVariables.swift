import Client
import Reactor

/// The environment of a command that is run for a message.
struct CommandVariables {
  private enum Name {
    static let from = "CHATNET_FROM"
    static let id = "CHATNET_ID"
    static let to = "CHATNET_TO"
    static let account = "CHATNET_ACCOUNT"
    static let server = "CHATNET_SERVER"
    static let user = "CHATNET_USER"
    static let password = "CHATNET_PASSWORD"
    static let history = "CHATNET_HISTORY"
    static let via = "CHATNET_VIA"
    static let bot = "CHATNET_BOT"
  }

  private let inherited: [[UInt8]]
  /// Whether the clients that a command starts may go by the own name: over the Unix socket they may.
  let isLocal: Bool

  /// The environment for commands that are to talk to this server; nil: they are not to talk to any.
  init(_ server: ServerAddress?) {
    let own = [
      "CHATNET_EVENT", "CHATNET_TIME", Name.id, Name.from, Name.to, Name.account, Name.server, Name.user,
      Name.password, Name.history, Name.via, Name.bot,
    ]
    let named = server.map { [Array("\(Name.server)=\($0.argument)".utf8)] } ?? []
    inherited = ProcessEnvironment.variables(without: Set(own)) + named
    isLocal = server?.isLocal ?? false
  }

  /// Why no command is run for this message; nil: one is. Other servers may allow names that a program would take for
  /// an option, or `chatnet send` for a room, in which what is meant for one alone would be published; or names with
  /// controls or characters that turn the direction of writing, which a command that prints them would hand to a
  /// terminal.
  ///
  /// The id may begin with a `-`: servers make ids of any letters and signs. So may the text, which is in no variable.
  static func danger(in record: Record) -> String? {
    let named = [
      (Name.from, record.from), (Name.to, record.to), (Name.account, record.account ?? []),
      (Name.id, record.id ?? []),
    ]
    if let (name, _) = named.first(where: { $0 != Name.id && $1.first == UInt8(ascii: "-") }) {
      return "\(name) would begin with '-', as an option does"
    }
    if let (name, _) = named.first(where: { Escaping.holdsControls($1) }) {
      return "\(name) would hold a control character"
    }
    return Record.isRoom(record.from) ? "\(Name.from) would be a room" : nil
  }

  /// What a command for this message finds, all in all. What the server did not tell is empty.
  ///
  /// Over the Unix socket a client that the command starts speaks as the same user. Elsewhere that name is taken, and it
  /// takes the next one.
  func values(for record: Record, ownName: [UInt8]?, mark: [UInt8]) -> [[UInt8]] {
    var values = inherited
    func add(_ name: String, _ value: [UInt8]) {
      values.append(Array("\(name)=".utf8) + value)
    }
    add("CHATNET_EVENT", Array(record.event.rawValue.utf8))
    add("CHATNET_TIME", Array(record.time.rfc3339.utf8))
    add(Name.from, record.from)
    add(Name.to, record.to)
    add(Name.id, record.id ?? [])
    add(Name.account, record.account ?? [])
    add(Name.history, record.isHistory ? Array("true".utf8) : [])
    add(Name.via, (record.via.passing(mark) ?? record.via).text)
    if let ownName { add(isLocal ? Name.user : Name.bot, ownName) }
    return values
  }
}

extension ServerAddress {
  /// As `--server` takes it.
  fileprivate var argument: String {
    if case .unix(let path) = self { "unix:\(path)" } else { description }
  }
}
