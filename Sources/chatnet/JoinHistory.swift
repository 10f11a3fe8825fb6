import Client
import Glibc
import Options
import Pipe
import Reactor
import Terminal
import Wire

/// Where in a room's history `chatnet join` begins.
extension Join {
  /// What `--since` says.
  static func since(_ values: OptionValues) throws(OptionsError) -> HistoryPoint? {
    guard let text = values.string(.since) else { return nil }
    let now = Timestamp(milliseconds: Clock.wallMilliseconds())
    let clock = LocalClock()
    let shown = Escaping.visible(Array(text.utf8), as: .subject)
    if let point = HistoryPoint(Array(text.utf8), now: now, secondsFromUTC: { clock.secondsFromUTC(at: $0) })
    {
      guard case .time(let time) = point, time > now else { return point }
      throw OptionTable.chatnet.usageError(
        .join, "--since: '\(shown)' is still to come; a time without an offset, such as +01:00, is UTC")
    }
    throw OptionTable.chatnet.usageError(
      .join,
      "--since: '\(shown)' is no time such as 10m, 2h30m, yesterday, 09:30 or 2026-11-21T08:54:03Z, and no id"
    )
  }

  /// The file of the run that `--resume` names.
  static func cursorPath(_ values: OptionValues) throws(OptionsError) -> String? {
    guard let name = values.string(.resume) else { return nil }
    guard isName(name) else {
      throw OptionTable.chatnet.usageError(
        .join,
        "--resume: '\(Escaping.visible(Array(name.utf8), as: .subject))' is not 1 to 64 letters, digits, '.', '_' and '-' that begin with no dot"
      )
    }
    guard let folder = StateFolder.path else {
      Diagnostics(command: "join").say(
        "--resume \(name): neither HOME nor XDG_STATE_HOME says where to keep it")
      Exit.with(.cannotWriteOutput)
    }
    return "\(folder)/resume/\(name)"
  }

  /// Whether it names a file in any folder.
  private static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
      }
  }

  /// The opened file of the run; nil where the run has no name.
  var cursorFile: CursorFile? {
    guard let cursorPath else { return nil }
    do {
      let file = try CursorFile(path: cursorPath)
      if let damage = file.damage { client.errors.say("--resume: \(damage)") }
      return file
    } catch {
      client.errors.say(error)
      Exit.with(ExitCode(error.outcome))
    }
  }
}
