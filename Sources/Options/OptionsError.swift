/// What is wrong with the command line, the environment or the configuration file.
public struct OptionsError: Error, Equatable, Sendable {
  /// What to write to standard error: whole lines, each with its newline.
  public let text: String
  /// The code to exit with: `usage` or `badConfiguration`.
  public let exitCode: ExitCode
}

extension OptionTable {
  /// The error that a person gets who mistyped: what is wrong, then how it is used.
  public func usageError(_ command: Command?, _ problem: String) -> OptionsError {
    let prefix = [program, command?.rawValue, problem].compactMap(\.self).joined(separator: ": ")
    return OptionsError(text: "\(prefix)\nusage: \(usage(of: command))\n", exitCode: .usage)
  }
}

/// Text from outside as it can stand in a one-line message: controls and other invisible characters escaped,
/// cut when it is long, and never empty.
func shown(_ text: String) -> String {
  let limit = 80
  var result = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      result += scalar.escaped(asASCII: true)
    case .spaceSeparator where scalar != " ": result += scalar.escaped(asASCII: true)
    default: result.unicodeScalars.append(scalar)
    }
  }
  if text.unicodeScalars.count > limit { result += "…" }
  return result.isEmpty ? "''" : result
}
