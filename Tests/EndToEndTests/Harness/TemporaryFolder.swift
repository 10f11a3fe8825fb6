import Glibc

/// A folder of a test's own, which is removed with all that it holds.
final class TemporaryFolder {
  let path: String

  /// Makes the folder. It stands in /tmp whatever TMPDIR says: a Unix socket's path has 107 bytes at most.
  init() throws {
    var template = Array("/tmp/chatnet-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw HarnessError.system("mkdtemp") }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { TemporaryFolder.remove(path) }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder in it and gives its path.
  func makeFolder(_ name: String) throws -> String {
    guard mkdir(file(name), 0o700) == 0 else { throw HarnessError.system("mkdir \(name)") }
    return file(name)
  }

  /// Writes a file in it and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw HarnessError.system("open \(name)") }
    try ByteWriter(descriptor).write(text)
    return file(name)
  }

  /// What a file in it holds.
  func read(_ name: String) throws -> String { try TemporaryFolder.contents(of: file(name)) }

  /// What a file holds.
  static func contents(of path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw HarnessError.system("open \(path)") }
    return try ByteReader(descriptor).rest()
  }

  /// Waits until a file in it holds a text.
  func awaitFile(_ name: String, holding text: String, by deadline: Deadline = .usual) throws {
    while true {
      if let found = try? read(name), found.contains(text) { return }
      guard !deadline.isOver else { throw HarnessError("“\(text)” did not come into \(name)") }
      Deadline.pause()
    }
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in entries(of: path) where name != "." && name != ".." { remove("\(path)/\(name)") }
    rmdir(path)
  }

  /// The names of what stands in a folder.
  static func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }
}
