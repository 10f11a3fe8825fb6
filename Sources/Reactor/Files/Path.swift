import Glibc

/// What can be known of a path, or done there, without opening it.
public enum Path {
  /// Whether it leads anywhere.
  public static func exists(_ path: String) -> Bool { System.allows(F_OK, at: path) }

  /// Whether this process may read what it leads to.
  public static func isReadable(_ path: String) -> Bool { System.allows(R_OK, at: path) }

  /// How many bytes the file has that it leads to; nil where that cannot be known.
  public static func size(_ path: String) -> Int? {
    (try? System.status(at: path, followsLinks: true)).map { Int($0.st_size) }
  }

  /// Which file it leads to, whatever its name: two paths lead to the same where these are equal. Nil where it leads to
  /// none.
  public static func identity(_ path: String) -> [UInt64]? {
    (try? System.status(at: path, followsLinks: true)).map { [UInt64($0.st_dev), UInt64($0.st_ino)] }
  }

  /// Makes a folder in one that exists. That it is there already, or cannot be made, is told by who uses it next.
  public static func makeFolder(_ path: String, permissions: UInt32) {
    try? System.makeFolder(path, permissions: permissions)
  }

  /// Makes a folder and those above it, as far as they are not there; else as ``makeFolder(_:permissions:)``.
  public static func makeFolders(_ path: String, permissions: UInt32) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      if !exists(made) { makeFolder(made, permissions: permissions) }
    }
  }

  /// Makes a folder with these rights, whatever the umask is; else as ``makeFolder(_:permissions:)``.
  public static func makeFolder(_ path: String, exactly permissions: UInt32) {
    try? System.makeFolder(path, exactly: permissions)
  }
}
