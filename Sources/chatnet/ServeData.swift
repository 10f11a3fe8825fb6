import Client
import Options
import Pipe
import Reactor
import Relay
import Store
import Wire

/// `chatnet serve --list`, `--export` and `--erase`: of whom something is kept, and what of one person, while no server
/// runs.
struct ServeData {
  private let diagnostics = Diagnostics(command: "serve")
  private let folder: String
  private let person: Person
  /// How the person was named.
  private let name: String

  /// Does what the options ask for; nil where they ask for a server.
  static func run(_ values: OptionValues) -> ExitCode? {
    if values.flag(.list) { return list(values) }
    for option in [OptionKey.export, .erase] {
      if let person = values.string(option) { return run(option, of: person, values) }
    }
    return nil
  }

  private static func run(_ option: OptionKey, of name: String, _ values: OptionValues) -> ExitCode {
    guard let person = person(name) else {
      Diagnostics(command: "serve").say(
        "--\(option.rawValue) '\(Escaping.visible(Array(name.utf8), as: .subject))': login:NAME for a login of this "
          + "machine, such as login:bob, account:NAME for one that was registered, or name:NAME for who had no account"
      )
      return .usage
    }
    return run(option, values) { folder throws(StoreError) in
      let task = ServeData(folder: folder, person: person, name: name)
      let data = try PersonalData(of: person, in: folder)
      return option == .export ? try task.export(data) : try task.erase(data)
    }
  }

  private static func list(_ values: OptionValues) -> ExitCode {
    run(.list, values) { folder throws(StoreError) in
      let people = try KeptPerson.all(in: folder)
      var writer = LineWriter()
      for person in people where !writer.write(line(person)) { break }
      return writer.end()
    }
  }

  private static func run(
    _ option: OptionKey, _ values: OptionValues, _ body: (_ folder: String) throws(StoreError) -> ExitCode
  ) -> ExitCode {
    let diagnostics = Diagnostics(command: "serve")
    guard let folder = values.string(.data) ?? DataFolder.usual, folder != "none" else {
      diagnostics.say("--\(option.rawValue): of which folder? (--data DIR)")
      return .usage
    }
    do throws(StoreError) {
      return try body(folder)
    } catch {
      diagnostics.say(error.message)
      return switch error.kind {
      case .inUse: .noConnection
      case .inaccessible: .cannotReadInput
      default: .cannotWriteOutput
      }
    }
  }

  private init(folder: String, person: Person, name: String) {
    self.folder = folder
    self.person = person
    self.name = name
  }

  private static func person(_ text: String) -> Person? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    switch parts[0] {
    case "login": return .account(AccountID(realm: .host(NodeConfiguration().hostName), name: parts[1]))
    case "account": return .account(AccountID(realm: .network, name: parts[1]))
    case "name": return .name(Array(parts[1].utf8))
    default: return nil
    }
  }

  private func export(_ data: PersonalData) throws(StoreError) -> ExitCode {
    var writer = LineWriter()
    try data.forEach { writer.write(Self.line($0)) }
    return writer.end()
  }

  private func erase(_ data: PersonalData) throws(StoreError) -> ExitCode {
    let erased = try data.erase()
    func text(_ count: Int, _ one: String, _ many: String) -> String? {
      count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    let parts = [
      text(erased.messages, "message", "messages"),
      text(
        erased.roomsPassedOn, "room passed on to its first operator",
        "rooms passed on to their first operators"),
      text(erased.roomsRemoved, "room", "rooms"),
      text(erased.others, "other entry", "other entries"),
    ].compactMap(\.self)
    diagnostics.say(
      parts.isEmpty
        ? "\(name): nothing is kept of them in \(folder)"
        : "\(name): erased in \(folder): \(parts.joined(separator: ", "))")
    return .done
  }

  // MARK: Lines

  /// A message as `join --json` writes it; of all else an object with its `event`.
  private static func line(_ record: PersonalRecord) -> [UInt8] {
    var line: [UInt8] = []
    switch record {
    case .message(let message, let waits):
      var record = Record(
        message.kind == .notice ? .notice : .message, time: message.time,
        from: Source(message.source.span).name, to: message.target,
        text: message.text, id: message.id, account: message.account)
      record.isHistory = !waits
      record.appendJSON(to: &line)
    case .room(let name, let isFounder):
      line += object("room", [("room", name), ("as", Array((isFounder ? "founder" : "operator").utf8))])
    case .marker(let marker):
      line += object("read", [("to", marker.target), ("until", Array(marker.time.rfc3339.utf8))])
    case .credential(let madeAt, let certificates):
      line += object(
        "credential", [("made", Array(madeAt.rfc3339.utf8)), ("certificates", Array("\(certificates)".utf8))])
    case .known(let name): line += object("known", [("name", name)])
    }
    return line + [0x0A]
  }

  /// Who it is, as it is named to `--export`, how many messages of it are kept, and when it said the first and the last.
  private static func line(_ kept: KeptPerson) -> [UInt8] {
    var line: [UInt8]
    switch kept.person {
    case .account(let id): line = Array("\(id.realm == .network ? "account" : "login"):\(id.name)".utf8)
    case .name(let name): line = Array("name:".utf8) + Array(Escaping.visible(name, as: .subject).utf8)
    }
    line += Array("\t\(kept.messages)\t\(kept.span?.lowerBound.rfc3339 ?? "")\t".utf8)
    return line + Array("\(kept.span?.upperBound.rfc3339 ?? "")\n".utf8)
  }

  private static func object(_ event: String, _ fields: [(name: String, value: [UInt8])]) -> [UInt8] {
    var line = Array("{\"event\":\"\(event)\"".utf8)
    for field in fields {
      line += Array(",\"\(field.name)\":".utf8)
      Escaping.appendJSONString(field.value, to: &line)
    }
    return line + Array("}".utf8)
  }
}

/// Writes lines to standard output.
private struct LineWriter {
  private let output = OutputFile(1)
  private var failure: SystemError?

  /// - Returns: Whether more can be written.
  mutating func write(_ line: [UInt8]) -> Bool {
    output.append(line)
    switch output.flush(deadline: .max) {
    case .failed(let error): failure = error
    case .closed: break
    case .drained, .blocked: return true
    }
    return false
  }

  /// How it went; what failed is said.
  func end() -> ExitCode {
    guard let failure else { return .done }
    Diagnostics(command: "serve").say("standard output: \(failure.message)")
    return .cannotWriteOutput
  }
}
