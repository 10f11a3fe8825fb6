import Client
import Reactor

/// Tells a person who looks elsewhere that somebody wants something (`join --notify`): by a command, or by the terminal.
public final class Notifier {
  /// By what.
  public enum Way: Equatable, Sendable {
    /// A line of shell: the text on its standard input, the fields in its environment as `--exec` has them.
    case command(String)
    /// OSC 9, which iTerm2, WezTerm, foot and others show.
    case osc9
    /// OSC 777, which urxvt, foot, Ghostty and others show.
    case osc777

    /// What an option says.
    public init(_ text: String) {
      switch text {
      case "osc9": self = .osc9
      case "osc777": self = .osc777
      default: self = .command(text)
      }
    }
  }

  /// How many commands run at once: what comes while so many run is not told by another one.
  private static let mostRunning = 4
  /// After so many milliseconds a command that still runs is ended.
  private static let longest: Int64 = 10_000
  /// How many characters of a text the terminal is told.
  private static let mostShown = 120

  private let way: Way
  private let variables = CommandVariables(nil)
  private var running: [(command: ShellCommand, end: Int64)] = []
  private var shown: [UInt8] = []

  /// A notifier that has told nothing.
  public init(_ way: Way) {
    self.way = way
  }

  /// When a command is to be ended, on the monotonic clock; nil: none runs.
  public var deadline: Int64? { running.map(\.end).min() }

  /// Tells of a message.
  public func tell(_ record: Record) {
    switch way {
    case .command(let line): run(line, record)
    case .osc9: shown += Notifier.sequence("9", [Notifier.title(record), Notifier.text(record)], ": ")
    case .osc777:
      let parts = ["notify", Notifier.title(record), Notifier.text(record)]
      shown += Notifier.sequence("777", parts.map { $0.replacing(";", with: ",") }, ";")
    }
  }

  /// What the terminal is to be told.
  public func takeBytes() -> [UInt8] {
    defer { shown = [] }
    return shown
  }

  /// Looks which commands have ended, and ends those that have run for too long.
  public func look() {
    let now = Clock.monotonicMilliseconds()
    running.removeAll { command, end in
      if command.takeEnd() != nil { return true }
      if end <= now { command.send(signal: 9) }
      return false
    }
  }

  private func run(_ line: String, _ record: Record) {
    look()
    guard running.count < Notifier.mostRunning, CommandVariables.danger(in: record) == nil else { return }
    do throws(SystemError) {
      let text = try MemoryFile.holding(record.text + [0x0A])
      let nothing = try MemoryFile.holding([])
      let command = try ShellCommand(
        line, environment: variables.values(for: record, ownName: nil, mark: []),
        streams: (text.rawValue, nothing.rawValue, nothing.rawValue), place: .apart)
      running.append((command, Clock.monotonicMilliseconds() + Notifier.longest))
    } catch {
      // The person sees the message in any case.
    }
  }

  // MARK: What the terminal shows

  private static func title(_ record: Record) -> String {
    let from = Escaping.visible(record.from, as: .name)
    return record.isPrivate ? from : "\(from) in \(Escaping.visible(record.to, as: .name))"
  }

  private static func text(_ record: Record) -> String {
    let text = Escaping.visible(record.text)
    return text.count > mostShown ? "\(text.prefix(mostShown))…" : text
  }

  private static func sequence(_ number: String, _ parts: [String], _ separator: String) -> [UInt8] {
    Array("\u{1B}]\(number);\(parts.joined(separator: separator))\u{7}".utf8)
  }
}
