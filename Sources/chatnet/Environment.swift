import Glibc
import Pipe

/// What the process was started with.
enum Environment {
  /// The value of a variable; nil where it is not set or empty. Ends the process where it is not UTF-8.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    if let value = String(validatingCString: text) { return value }
    Diagnostics().say("$\(name): not UTF-8")
    Exit.with(.badInput)
  }

  /// The folder for configuration files (XDG Base Directory Specification).
  static var configurationFolder: String? {
    if let folder = value("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder }
    return value("HOME").map { "\($0)/.config" }
  }
}
