import Client
import Options
import Pipe
import Reactor

/// The command that `chatnet join` runs for messages.
extension Join {
  /// Refuses what says how the command is run where none is.
  static func checkExec(_ values: OptionValues) throws(OptionsError) {
    if values.string(.exec) != nil { return }
    for key in [OptionKey.execRetry, .execHistory, .execNotices, .execBots] where values.isGiven(key) {
      throw OptionTable.chatnet.usageError(
        .join, "--\(key.rawValue) goes with --exec, which is not given")
    }
  }

  /// The bridge that the run is a part of.
  static func bridge(_ values: OptionValues) throws(OptionsError) -> [UInt8]? {
    guard let name = values.string(.bridge).map({ Array($0.utf8) }) else { return nil }
    if Via.isBridge(name) { return name }
    throw OptionTable.chatnet.usageError(
      .join,
      "--bridge: '\(Escaping.visible(name, as: .subject))' is not 1 to 64 letters, digits, '.', '_' and '-'")
  }

  /// What runs the command, if there is one.
  func commandRunner(_ server: ServerAddress, _ file: CursorFile?) throws(SystemError) -> CommandRunner? {
    guard let line = client.values.string(.exec) else { return nil }
    var plan = CommandRunner.Plan()
    // Standard error is the screen on which a line is being typed.
    plan.showsOutput = isInteractive && OutputFile(2).isTerminal
    plan.retries = client.values.int(.execRetry) ?? 0
    plan.old = client.values.flag(.execHistory) ? .all : file == nil ? .none : .missed
    plan.runsForNotices = client.values.flag(.execNotices)
    plan.runsForBots = client.values.flag(.execBots)
    plan.mark = Via.mark(.random(in: .min ... .max))
    plan.file = file
    plan.reapsOthers = true
    return try CommandRunner(line, server: server, plan)
  }

  /// Says for how many messages an earlier run of the name has not run its command, where this one has none.
  func sayWhatWaits(_ file: CursorFile?) {
    guard client.values.string(.exec) == nil, let count = file?.commands.count, count > 0 else { return }
    let messages = count == 1 ? "1 message waits" : "\(count) messages wait"
    client.errors.say("--resume: \(messages) for the command of an earlier run; a run with --exec runs it")
  }
}
