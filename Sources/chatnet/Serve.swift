import Client
import Glibc
import Options
import Pipe
import Reactor
import Relay
import Server
import Store
import Wire

/// Why the options cannot be followed.
struct Refusal: Error {
  let exitCode: ExitCode
  let text: String
}

/// `chatnet serve`.
enum Serve {
  private static let diagnostics = Diagnostics(command: "serve")

  /// Serves until it is told to stop.
  static func run(_ values: OptionValues) -> ExitCode {
    if let ended = ServeData.run(values) { return ended }
    // The server starts no other process.
    Signals.dropEndsOfChildren()
    do throws(Refusal) {
      try serve(configuration(values), isSelfSigned: values.flag(.tlsSelfSigned))
      return .done
    } catch {
      diagnostics.say(error.text)
      return error.exitCode
    }
  }

  private static func serve(_ configuration: ServerConfiguration, isSelfSigned: Bool) throws(Refusal) {
    do throws(ServerError) {
      let server = try Server(configuration)
      for warning in server.warnings { diagnostics.say(warning) }
      let remarks = configuration.tls.map { ServeTLS.remarks($0, isSelfSigned: isSelfSigned) } ?? []
      for remark in remarks { diagnostics.say(remark) }
      diagnostics.say(server.announcement)
      try server.run()
    } catch {
      let code: ExitCode =
        error.isOfStore ? .cannotWriteOutput : error.isUnknownHost ? .unknownHost : .noConnection
      throw Refusal(exitCode: code, text: error.message)
    }
  }

  private static func configuration(_ values: OptionValues) throws(Refusal) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    let addresses = values.strings(.address)
    if !addresses.isEmpty { configuration.addresses = addresses }
    configuration.port = UInt16(values.int(.port) ?? 8080)
    configuration.tls = try ServeTLS.configuration(values, addresses: configuration.addresses)
    configuration.webSocket = try ServeWebSocket.configuration(
      values, hasCertificate: configuration.tls != nil)
    configuration.socket = socket(values)
    configuration.notice = { diagnostics.note($0) }
    configuration.trusted = try ranges(values, .trust)
    configuration.proxies = try ranges(values, .proxyTrust)
    if let limit = values.int(.perAddress) { configuration.limits.admission.connections = limit }
    configuration.keeping = keeping(values)
    try describe(&configuration.relay, values)
    return configuration
  }

  /// Where what is said is kept: in the folder that was named, else in the user's own or that of systemd's service.
  private static func keeping(_ values: OptionValues) -> ServerConfiguration.Keeping {
    let named = values.string(.data)
    if named == "none" { return .nothing }
    guard let folder = named ?? DataFolder.usual else {
      diagnostics.say(
        "neither HOME nor XDG_DATA_HOME says where to keep what is said: nothing is kept (--data DIR, or --data none)"
      )
      return .nothing
    }
    var store = Store.Configuration(folder: folder)
    store.isSynced = values.flag(.sync)
    if let days = values.int(.historyDays) { store.days = days }
    if let history = values.string(.history).flatMap(KeptHistory.init(rawValue:)) { store.history = history }
    return named == nil ? .storeIfItCanBe(store) : .store(store)
  }

  private static func ranges(_ values: OptionValues, _ option: OptionKey) throws(Refusal) -> [AddressRange] {
    var ranges: [AddressRange] = []
    for text in values.strings(option) {
      guard let range = AddressRange(text) else {
        let wanted = "an address, or a range of them such as 192.0.2.0/24 or 2001:db8::/32"
        throw Refusal(exitCode: .usage, text: "--\(option.rawValue) '\(text)': \(wanted)")
      }
      ranges.append(range)
    }
    return ranges
  }

  private static func socket(_ values: OptionValues) -> ServerConfiguration.Socket {
    switch values.string(.socket) {
    case "none": .none
    case let path?: .path(path)
    case nil: .firstOf(DefaultSockets.paths)
    }
  }

  private static func describe(_ relay: inout RelayConfiguration, _ values: OptionValues) throws(Refusal) {
    relay.node.version = "chatnet-\(OptionTable.chatnet.version)"
    if let name = values.string(.name) { relay.node.serverName = try word(name, .name) }
    if let network = values.string(.network) { relay.network.name = try word(network, .network) }
    let rooms = values.strings(.room)
    if !rooms.isEmpty { relay.network.rooms = try standingRooms(rooms) }
    if let days = values.int(.roomDays) {
      relay.network.roomsLast = days == 0 ? .max / 2 : Int64(days) * 86_400_000
    }
    if let modes = values.string(.roomModes) { relay.network.roomModes = try roomModes(modes) }
    if let accounts = values.string(.register).flatMap(AccountMaking.init(rawValue:)) {
      relay.network.accounts = accounts
    }
    relay.network.showsHosts = values.flag(.showHosts)
    relay.node.operatorPasswords = try operatorPasswords(values)
    relay.network.operators = try operators(values).map {
      AccountID(realm: .host(relay.node.hostName), name: $0)
    }
    if let path = values.string(.motd) { relay.node.motd = try lines(at: path) }
    if let limit = values.int(.maxClients) { relay.node.maximumClients = limit }
    if let path = values.string(.passwordFile) {
      relay.node.password = try password(at: path)
    }
  }

  /// A value that stands between blanks on the wire.
  private static func word(_ text: String, _ option: OptionKey) throws(Refusal) -> String {
    let isWord =
      !text.hasPrefix(":") && (1...63).contains(text.utf8.count)
      && !text.unicodeScalars.contains {
        $0.properties.generalCategory == .control || $0.properties.isWhitespace
      }
    if isWord { return text }
    throw Refusal(
      exitCode: .usage,
      text:
        "--\(option.rawValue) '\(Escaping.visible(Array(text.utf8), as: .subject))': 1 to 63 bytes without blanks"
    )
  }

  private static func standingRooms(_ names: [String]) throws(Refusal) -> [String] {
    if names == ["none"] { return [] }
    return try names.map { name throws(Refusal) in
      if name != "none" { return try roomName(name) }
      let text = "--room none goes with no other room (one of that name is '#none')"
      throw Refusal(exitCode: .usage, text: text)
    }
  }

  private static func roomName(_ text: String) throws(Refusal) -> String {
    let name = text.hasPrefix("#") ? text : "#" + text
    guard let fault = RoomRules.fault(Array(name.utf8).span) else { return name }
    throw Refusal(
      exitCode: .usage,
      text: "--room '\(Escaping.visible(Array(text.utf8), as: .subject))': \(fault.description)")
  }

  private static func roomModes(_ text: String) throws(Refusal) -> RoomModes {
    if text == "none" { return [] }
    if let modes = RoomModes(letters: text) { return modes }
    throw Refusal(
      exitCode: .usage,
      text: "--room-modes '\(text)': no modes of a room: letters of CHMRUimnst, such as +nt, or none")
  }

  /// The logins that may operate the server: the one that runs it, and those that were named.
  private static func operators(_ values: OptionValues) throws(Refusal) -> [String] {
    var logins = LoginName.own().map { [$0] } ?? []
    for value in values.strings(.operator) where !value.contains("=") {
      guard value.hasPrefix("login:"), value.utf8.count > "login:".utf8.count else {
        throw Refusal(
          exitCode: .usage,
          text: "--operator '\(value)': login:NAME, NAME being a login of this machine, such as login:bob; "
            + "or NAME=FILE, FILE holding a password")
      }
      let login = String(value.dropFirst("login:".count))
      if LoginName.isKnown(login) == false {
        diagnostics.say(
          "--operator \(value): this machine has no login \(login) yet, nobody is an operator by it")
      }
      logins.append(login)
    }
    return logins
  }

  /// The names of those who become operators by a password, and the passwords: `NAME=FILE`.
  private static func operatorPasswords(_ values: OptionValues) throws(Refusal) -> [OperatorPassword] {
    var passwords: [OperatorPassword] = []
    for value in values.strings(.operator) {
      guard let equals = value.firstIndex(of: "=") else { continue }
      let (name, path) = (String(value[..<equals]), String(value[value.index(after: equals)...]))
      if path.isEmpty {
        throw Refusal(exitCode: .usage, text: "--operator '\(value)': NAME=FILE, FILE holding a password")
      }
      passwords.append(OperatorPassword(name: try word(name, .operator), password: try password(at: path)))
    }
    return passwords
  }

  private static func password(at path: String) throws(Refusal) -> String {
    do {
      return String(decoding: try Password.firstLine(ofFile: path), as: UTF8.self)
    } catch {
      throw Refusal(exitCode: error.exitCode, text: error.text)
    }
  }

  private static func lines(at path: String) throws(Refusal) -> [String] {
    do {
      return try TextFile.lines(at: path)
    } catch {
      throw Refusal(exitCode: error.exitCode, text: "\(path): \(error.message)")
    }
  }
}

/// Where the socket of this machine's server is looked for, and made.
enum DefaultSockets {
  /// The paths in the order in which they are tried.
  static var paths: [String] {
    let runtime = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? ""
    let own = runtime.isEmpty ? [] : ["\(runtime)/chatnet.sock"]
    return own + ["/run/user/\(ProcessEnvironment.user)/chatnet.sock", "/run/chatnet/chatnet.sock"]
  }
}
