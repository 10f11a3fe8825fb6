import Glibc
import Reactor

/// Where chatnet keeps what outlives a run (XDG Base Directory Specification).
public enum StateFolder {
  /// `$XDG_STATE_HOME/chatnet`, else `~/.local/state/chatnet`; nil where there is neither.
  public static var path: String? {
    // The base directories are absolute paths; any other value is to be ignored.
    let state = variable("XDG_STATE_HOME") ?? variable("HOME").map { $0 + "/.local/state" }
    return state.map { $0 + "/chatnet" }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Makes the folders above a file, as far as they are not there; they are for their owner alone.
  public static func makeFolders(above path: String) {
    var end = path.startIndex
    while let slash = path[path.index(after: end)...].firstIndex(of: "/") {
      Path.makeFolder(String(path[..<slash]), permissions: 0o700)
      end = slash
    }
  }
}
