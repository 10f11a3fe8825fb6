import Client
import Options
import Pipe
import Reactor

/// What a person who lives in `chatnet join` wants to see, and to keep of it.
extension Join {
  /// What `--hide` says.
  static func hiddenEvents(_ values: OptionValues) throws(OptionsError) -> HiddenEvents {
    var hidden = HiddenEvents()
    for text in values.strings(.hide) {
      guard let word = hidden.add(text) else { continue }
      let all = HiddenEvents.all.map(\.rawValue).joined(separator: ",")
      let shown = Escaping.visible(Array(word.utf8), as: .subject)
      throw OptionTable.chatnet.usageError(.join, "--hide: '\(shown)' is none of \(all)")
    }
    return hidden
  }

  /// The file that `--log` names; ends the process where it cannot be written to.
  func openLog() -> RecordLog? {
    guard let path = client.values.string(.log) else { return nil }
    do throws(SystemError) {
      return try RecordLog(path: path, hidden: isInteractive ? hidden : HiddenEvents())
    } catch {
      client.errors.say("--log: \(path): \(error.message)")
      Exit.with(.cannotWriteOutput)
    }
  }
}
