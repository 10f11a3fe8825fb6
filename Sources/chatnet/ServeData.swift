import Client
import Options
import Pipe
import Reactor
import Relay
import Store

/// `chatnet serve --export` and `--erase`: what is kept of one person, while no server runs.
struct ServeData {
  private let diagnostics = Diagnostics(command: "serve")
  private let folder: String
  private let person: Person
  /// How the person was named.
  private let name: String

  /// Nil where the options ask for a server.
  static func asked(_ values: OptionValues) -> (option: OptionKey, person: String)? {
    for option in [OptionKey.export, .erase] {
      if let person = values.string(option) { return (option, person) }
    }
    return nil
  }

  /// Does what is asked for.
  static func run(_ option: OptionKey, of name: String, _ values: OptionValues) -> ExitCode {
    let diagnostics = Diagnostics(command: "serve")
    guard let person = person(name) else {
      diagnostics.say(
        "--\(option.rawValue) '\(Escaping.visible(Array(name.utf8), as: .subject))': login:NAME for a login of this "
          + "machine, such as login:bob, account:NAME for one that was registered, or name:NAME for who had no account")
      return .usage
    }
    guard let folder = values.string(.data) ?? DataFolder.usual, folder != "none" else {
      diagnostics.say("--\(option.rawValue): of which folder? (--data DIR)")
      return .usage
    }
    let task = ServeData(folder: folder, person: person, name: name)
    do throws(StoreError) {
      let data = try PersonalData(of: person, in: folder)
      return option == .export ? try task.export(data) : try task.erase(data)
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
    let output = OutputFile(1)
    var failure: SystemError?
    try data.forEach { record in
      output.append(Self.line(record))
      switch output.flush(deadline: .max) {
      case .failed(let error): failure = error
      case .closed: break
      case .drained, .blocked: return true
      }
      return false
    }
    guard let failure else { return .done }
    diagnostics.say("standard output: \(failure.message)")
    return .cannotWriteOutput
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
        from: Array(message.source.prefix { $0 != UInt8(ascii: "!") }), to: message.target,
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

  private static func object(_ event: String, _ fields: [(name: String, value: [UInt8])]) -> [UInt8] {
    var line = Array("{\"event\":\"\(event)\"".utf8)
    for field in fields {
      line += Array(",\"\(field.name)\":".utf8)
      Escaping.appendJSONString(field.value, to: &line)
    }
    return line + Array("}".utf8)
  }
}
