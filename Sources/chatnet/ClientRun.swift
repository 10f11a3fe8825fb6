import Client
import Glibc
import Options
import Pipe
import Reactor
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
      candidates = try ServerAddress.candidates(
        server: values.string(.server), host: values.string(.host), port: values.int(.port).map(UInt16.init),
        sockets: DefaultSockets.paths)
    } catch {
      throw OptionTable.chatnet.usageError(command, error.text)
    }
  }

  /// How long to wait for any progress, in milliseconds.
  var timeout: Int64 {
    let timeout = values.duration(.timeout) ?? .seconds(30)
    return timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
  }

  /// The form of records: what was asked for, or what suits where they go.
  func format(toTerminal isTerminal: Bool) -> RecordFormat {
    values.string(.format).flatMap(RecordFormat.init) ?? (isTerminal ? .text : .tsv)
  }

  /// What ends a record.
  var recordEnd: RecordEnd { values.flag(.null) ? .nul : .newline }

  /// The name on the wire of a room: `ops` means `#ops`.
  static func room(_ name: String) -> [UInt8] {
    let bytes = Array(name.utf8)
    return Record.isRoom(bytes) ? bytes : [UInt8(ascii: "#")] + bytes
  }

  /// Connects, runs the mind and ends the process.
  ///
  /// - Parameter mind: Makes the mind for an identity.
  func run<Mind: ClientMind>(_ front: any Front, _ mind: (Identity) -> Mind) -> Never {
    do {
      let signals = try SignalSource(ClientRun.endingSignals + front.furtherSignals)
      let connection = connect(signals)
      let identity = identity(isLocal: connection.isLocal)
      let loop = try ClientLoop(
        mind(identity), over: connection.takeSocket(), front: front, signals: signals, errors: errors)
      Exit.with(try loop.run())
    } catch {
      errors.say(String(describing: error))
      Exit.with(.noConnection)
    }
  }

  private func connect(_ signals: SignalSource) -> Connection {
    while true {
      do {
        return try Connection.open(candidates, timeout: timeout, watched: [signals.descriptor])
      } catch {
        switch error {
        case .failed(let failure):
          errors.say(failure)
          Exit.with(Ending(failure.outcome))
        case .interrupted:
          // The front's other signals, such as that of a resized terminal, are no reason to give up.
          let signal = signals.read().first { ClientRun.endingSignals.contains($0) }
          if let signal { Exit.with(Ending(.done, signal: signal)) }
        }
      }
    }
  }

  private static let endingSignals = [SIGINT, SIGTERM, SIGHUP]

  private func identity(isLocal: Bool) -> Identity {
    let name = values.string(.user)
    // The system is asked for the login name only where it is needed: it may have to ask a directory.
    let login = (name ?? LoginName.own()).flatMap { NameRules.name(from: $0) } ?? "user"
    var identity = Identity(loginName: Array(login.utf8))
    identity.name = name.map { Array($0.utf8) }
    identity.isLocal = isLocal
    identity.isUnseen = command != .join
    identity.takesNextFree = command != .join
    identity.password = password
    return identity
  }

  private var password: [UInt8]? {
    guard let path = values.string(.passwordFile) else {
      return values.string(.password).map { Array($0.utf8) }
    }
    do {
      return try TextFile.lines(at: path).first.map { Array($0.utf8) }
    } catch {
      errors.say("\(path): \(error.message)")
      Exit.with(.cannotReadInput)
    }
  }
}
