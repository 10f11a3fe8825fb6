import Glibc

/// Where `serve` keeps its data unless it is told.
enum DataFolder {
  /// The folder of a service (systemd.exec(5), StateDirectory), else the user's own (XDG Base Directory Specification);
  /// nil where there is neither.
  static var usual: String? {
    if let folders = value("STATE_DIRECTORY") { return folders.split(separator: ":").first.map(String.init) }
    // A relative path there is invalid, says the specification.
    if let folder = value("XDG_DATA_HOME"), folder.hasPrefix("/") { return folder + "/chatnet" }
    return value("HOME").map { $0 + "/.local/share/chatnet" }
  }

  private static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
