import Client
import Options
import Pipe
import Reactor
import Terminal
import Wire

/// What the three clients have in common: which server, which name, and how a run goes.
struct ClientRun {
  let command: Command
  let values: OptionValues
  let errors: Diagnostics
  private let candidates: [ServerAddress]

  /// Understands the options that all clients have.
  init(_ command: Command, _ values: OptionValues) throws(OptionsError) {
    self.command = command
    self.values = values
    errors = Diagnostics(command: command.rawValue)
    do {
      let places = try ServerAddress.candidates(
        server: values.string(.server), host: values.string(.host), port: values.int(.port).map(UInt16.init),
        sockets: DefaultSockets.paths, byTLS: ClientTLS.isAsked(values))
      let strict = StrictTransportFile.standard
      candidates = places.map { strict?.place(of: $0) ?? $0 }
    } catch {
      throw OptionTable.chatnet.usageError(command, ClientRun.place(of: .server, values) + error.text)
    }
    if let fault = ClientTLS.fault(values) { throw OptionTable.chatnet.usageError(command, fault) }
    if command != .join, let server = values.string(.server), let room = roomOfServer {
      let problem = "\(server): names the room \(room), which is given by -r"
      throw OptionTable.chatnet.usageError(command, ClientRun.place(of: .server, values) + problem)
    }
  }

  /// The room that the server's address names.
  var roomOfServer: String? { values.string(.server).flatMap(ServerAddress.room) }

  /// Where a value comes from, to be said before what is wrong with it, unless the command line shows it.
  private static func place(of key: OptionKey, _ values: OptionValues) -> String {
    guard let value = values.string(key), !CommandLine.arguments.contains(where: { $0.hasSuffix(value) })
    else { return "" }
    let isFromEnvironment = Environment.value("CHATNET_SERVER") == value
    return isFromEnvironment ? "$CHATNET_SERVER: " : "the configuration file: \(key.rawValue): "
  }

  /// How long to wait for any progress, in milliseconds.
  var timeout: Int64 { milliseconds(.timeout) ?? 30_000 }

  /// A span of time in milliseconds; nil where it is not given, or a word is.
  func milliseconds(_ key: OptionKey) -> Int64? {
    values.duration(key).map { span in
      span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
    }
  }

  /// The form of records: what was asked for, or what suits where they go.
  func format(toTerminal isTerminal: Bool) -> RecordFormat {
    values.string(.format).flatMap(RecordFormat.init) ?? (isTerminal ? .text : .tsv)
  }

  /// What is made of a carriage return inside a line.
  var carriageReturns: CarriageReturns {
    values.string(.carriageReturns).flatMap(CarriageReturns.init) ?? .split
  }

  /// What ends a record.
  var recordEnd: RecordEnd { values.flag(.null) ? .nul : .newline }

  /// The name on the wire of a room: `ops` means `#ops`.
  static func room(_ name: String) -> [UInt8] {
    let bytes = Array(name.utf8)
    return Record.isRoom(bytes) ? bytes : [UInt8(ascii: "#")] + bytes
  }

  /// Where messages have passed: what `join --exec` tells the command that it runs.
  static var via: Via { Environment.value("CHATNET_VIA").flatMap { Via(Array($0.utf8)) } ?? Via() }

  /// The name of the bot whose command this is, where that is connected by other than the Unix socket.
  static var bot: String? { Environment.value("CHATNET_BOT") }

  /// Connects, runs the mind and ends the process.
  ///
  /// - Parameters:
  ///   - front: The person's side.
  ///   - commands: Makes what runs a command for each message, for the server that was reached.
  ///   - mind: Makes the mind for an identity.
  func run<Mind: ClientMind>(
    _ front: any Front, commands: (ServerAddress) throws(SystemError) -> CommandRunner? = { _ in nil },
    _ mind: (Identity) -> Mind
  ) -> Never {
    // Before signals are collected: C-c ends a command that asks for the password, and this with it.
    let password = password
    do {
      let signals = try SignalSource(Signals.ending + front.furtherSignals)
      let first = connect(signals, terms(password, signals)) { signal in
        // The run is over before it has begun: what was given for it is kept, and it says that nothing went out.
        var session = mind(self.identity(by: nil, password))
        session.leave(havingRead: [], isInterrupted: true)
        let notices = session.takeOutput().notices
        for notice in notices { front.show(notice) }
        if !notices.isEmpty { _ = front.flush() }
        Exit.with(Ending(.done, signal: signal))
      }
      let way = ClientRun.way(of: first)
      let address = way?.address
      let identity = identity(by: way, password)
      let runner = if let address { try commands(address) } else { nil as CommandRunner? }
      // On a terminal join may start an editor, or what tells of messages, and asks how they have ended.
      if runner == nil, !(front is TerminalFront) { Signals.dropEndsOfChildren() }
      let loop = try ClientLoop(
        mind(identity), over: first, timeout: timeout, front: front, commands: runner, signals: signals,
        errors: errors)
      Exit.with(try loop.run())
    } catch {
      errors.say(String(describing: error))
      Exit.with(.noConnection)
    }
  }

  private func connect(
    _ signals: SignalSource, _ terms: ConnectionTerms, interrupted: (Int32) -> Never
  ) -> Result<OpenConnection, Failure> {
    while true {
      do {
        return .success(
          try OpenConnection.open(candidates, terms, timeout: timeout, watched: [signals.descriptor]))
      } catch {
        switch error {
        case .failed(let failure): return .failure(failure)
        case .interrupted:
          // The front's other signals, such as that of a resized terminal, are no reason to give up.
          let signal = signals.read().first(where: Signals.ending.contains)
          if let signal { interrupted(signal) }
        }
      }
    }
  }

  /// On what terms connections are made. Ends the process where there is no TLS to be had that is needed.
  private func terms(_ password: [UInt8]?, _ signals: SignalSource) -> ConnectionTerms {
    var terms = ConnectionTerms()
    terms.saysPassword = password != nil
    terms.strictTransport = .standard
    let descriptor = signals.descriptor
    terms.makesTLS = { [values, errors] () throws(TLSFault) in
      try ClientTLS.client(values, errors, watching: descriptor)
    }
    guard candidates.contains(where: \.isTLS) else { return terms }
    do throws(TLSFault) {
      terms.tls = try terms.makesTLS?()
    } catch {
      errors.say(error.text)
      Exit.with(ExitCode(error.kind))
    }
    return terms
  }

  /// Where a connection goes, and whether nobody can read it on its way there.
  private struct Way {
    let address: ServerAddress
    let isEncrypted: Bool
  }

  private static func way(of first: borrowing Result<OpenConnection, Failure>) -> Way? {
    switch first {
    case .success(let connection): Way(address: connection.address, isEncrypted: !connection.stream.isPlain)
    case .failure: nil
    }
  }

  private func identity(by way: Way?, _ password: [UInt8]?) -> Identity {
    let name = values.string(.user)
    // The system is asked for the login name only where it is needed: it may have to ask a directory.
    let bot = command == .join ? nil : ClientRun.bot
    let login =
      (name ?? bot ?? values.string(.account) ?? LoginName.own()).flatMap { NameRules.name(from: $0) }
      ?? "user"
    var identity = Identity(loginName: Array(login.utf8))
    identity.name = name.map { Array($0.utf8) }
    identity.isLocal = way?.address.isLocal ?? false
    identity.isPrivate = way.map { $0.isEncrypted || $0.address.isPrivate } ?? false
    identity.isUnseen = command != .join
    identity.takesNextFree = command != .join
    if let account = values.string(.account) {
      identity.log(in: Array(account.utf8), password: password)
    } else {
      identity.password = password
    }
    identity.means = .ofSystem
    identity.means.hasCertificate = way?.isEncrypted == true && values.isGiven(.tlsCert)
    identity.seed = .random(in: .min ... .max)
    return identity
  }

  /// The password that the options name: the account's where one is named, which is asked for else, or the server's.
  private var password: [UInt8]? {
    do {
      let password = try Password.find(values)
      guard let account = values.string(.account), password == nil, !values.isGiven(.tlsCert) else {
        return password
      }
      return try Password.ask(forAccount: account)
    } catch {
      errors.say(error.text)
      Exit.with(error.exitCode)
    }
  }
}
