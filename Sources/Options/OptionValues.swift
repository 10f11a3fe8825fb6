/// What one place says: the values of each option, in order.
typealias Settings = [OptionKey: [OptionValue]]

/// The options of a run after every place that sets them was asked: what counts.
///
/// Asking for an option as another kind than the table gives it, or for one that the command does not know, is
/// answered as if it was not given.
public struct OptionValues: Equatable, Sendable {
  let settings: Settings
  /// The options that something else than the table's default sets.
  var given: Set<OptionKey> = []

  /// Whether the command line, the environment or the configuration file sets an option.
  public func isGiven(_ key: OptionKey) -> Bool {
    given.contains(key)
  }

  /// Whether a flag is on.
  public func flag(_ key: OptionKey) -> Bool {
    toggle(key) ?? false
  }

  /// Whether a flag is on or off, nil if nobody said.
  public func toggle(_ key: OptionKey) -> Bool? {
    guard case .flag(let value) = settings[key]?.last else { return nil }
    return value
  }

  /// A number within the range of the table.
  public func int(_ key: OptionKey) -> Int? {
    guard case .number(let value) = settings[key]?.last else { return nil }
    return value
  }

  /// A span of time, in whole milliseconds and more than zero.
  public func duration(_ key: OptionKey) -> Duration? {
    guard case .duration(let value) = settings[key]?.last else { return nil }
    return value
  }

  /// A text, a path or a chosen word.
  public func string(_ key: OptionKey) -> String? {
    strings(key).last
  }

  /// Every value of a repeatable option, in the order given.
  public func strings(_ key: OptionKey) -> [String] {
    (settings[key] ?? []).compactMap { value in
      guard case .text(let text) = value else { return nil }
      return text
    }
  }
}
