import Glibc

/// A folder of a test's own, which is removed with all that it holds.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// Why there is no folder.
  public struct Failure: Error {
    /// The error number, as in errno(3).
    public let errno: Int32
  }

  /// Makes the folder. It stands in /tmp whatever TMPDIR says: a Unix socket's path has 107 bytes at most.
  public init() throws(Failure) {
    var template = Array("/tmp/chatnet-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(errno: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { TemporaryFolder.remove(path) }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names of what is in it.
  public var names: [String] { TemporaryFolder.entries(of: path) }

  /// The names of what is in a folder; none where there is no such folder.
  public static func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in entries(of: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
