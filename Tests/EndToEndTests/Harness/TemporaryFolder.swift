import Glibc
import TestSupport

typealias TemporaryFolder = TestSupport.TemporaryFolder

extension TemporaryFolder {
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

  /// Writes a program in it that does what a line of shell says.
  func writeProgram(_ line: String, to name: String) throws {
    let file = try write("#!/bin/sh\n\(line)\n", to: name)
    guard chmod(file, 0o700) == 0 else { throw HarnessError.system("chmod \(name)") }
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
    try awaitFile(name, by: deadline, awaiting: "“\(text)”") { $0.contains(text) }
  }

  /// Waits until what a file in it holds is as it should be.
  func awaitFile(
    _ name: String, by deadline: Deadline = .usual, awaiting what: String = "what was awaited",
    _ isThere: (String) -> Bool
  ) throws {
    while true {
      let found = try? read(name)
      if let found, isThere(found) { return }
      guard !deadline.isOver else {
        throw HarnessError("\(what) did not come into \(name), but: \(found ?? "nothing")")
      }
      Deadline.pause()
    }
  }
}
