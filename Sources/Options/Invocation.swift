/// What a command line asks for.
public enum ParseResult: Sendable {
  /// To write this text to standard output and exit 0: help, the version or completions.
  case show(String)
  /// To run a command.
  case run(Invocation)
}

/// A command line that was understood.
public struct Invocation: Sendable {
  let table: OptionTable
  /// What to do; never `help` or `completions`, which are answered by ``ParseResult/show(_:)``.
  public let command: Command
  /// The words that are not options, in order.
  public let operands: [String]
  let given: Settings

  /// The configuration file that `--config` names.
  public var configPath: String? {
    OptionValues(settings: given).string(.config)
  }

  /// What counts for this run: the command line before the environment before the configuration file before the
  /// table's defaults. A repeatable option is taken whole from the first place that has it.
  ///
  /// - Parameters:
  ///   - environment: The value of an environment variable; an empty one counts as not set.
  ///   - config: The configuration file, where there is one.
  public func values(
    environment: (String) -> String?, config: ConfigFile? = nil
  ) -> OptionValues {
    let places = [given, fromEnvironment(environment)] + (config?.settings(of: command) ?? [])
    var merged: Settings = [:]
    var decided: Set<OptionGroup> = []
    for place in places + [defaults] {
      let fresh = place.filter { key, _ in
        merged[key] == nil && !(groups[key].map(decided.contains) ?? false)
      }
      decided.formUnion(fresh.keys.compactMap { groups[$0] })
      merged.merge(fresh) { earlier, _ in earlier }
    }
    return OptionValues(settings: merged, given: Set(places.flatMap(\.keys)))
  }

  private var variables: [EnvironmentSpec] {
    table.environment.filter { $0.commands.contains(command) }
  }

  private func fromEnvironment(_ environment: (String) -> String?) -> Settings {
    var settings: Settings = [:]
    for row in variables {
      if let value = environment(row.variable), !value.isEmpty { settings[row.key] = [.text(value)] }
    }
    return settings
  }

  private var defaults: Settings {
    var settings: Settings = [:]
    for option in table.options(of: command) {
      if let text = option.defaultValue, let value = try? option.kind.parse(text) {
        settings[option.key] = [value]
      }
    }
    return settings
  }

  private var groups: [OptionKey: OptionGroup] {
    var groups: [OptionKey: OptionGroup] = [:]
    for option in table.options(of: command) { groups[option.key] = option.group }
    for row in variables { groups[row.key] = row.group }
    return groups
  }
}
