import Glibc

/// What the process was started with.
enum Environment {
  /// The value of a variable; nil where it is not set or empty.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  /// The folder for configuration files (XDG Base Directory Specification).
  static var configurationFolder: String? {
    if let folder = value("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder }
    return value("HOME").map { "\($0)/.config" }
  }
}
