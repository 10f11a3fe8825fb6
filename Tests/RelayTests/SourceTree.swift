import Glibc

/// The project's own files.
enum SourceTree {
  /// A file or folder that could not be read.
  struct Unreadable: Error {
    let path: String
  }

  /// The folder that holds Sources and Tests.
  static var root: String {
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
  }

  /// The Swift files in a folder and the folders in it, sorted.
  static func swiftFiles(in folder: String) throws -> [String] {
    guard let stream = opendir("\(root)/\(folder)") else { throw Unreadable(path: folder) }
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift") {
        files.append("\(folder)/\(name)")
      } else if !name.hasPrefix(".") && entry.pointee.d_type == DT_DIR {
        files += try swiftFiles(in: "\(folder)/\(name)")
      }
    }
    return files.sorted()
  }

  /// What a file holds.
  static func text(of file: String) throws -> String {
    let descriptor = open("\(root)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unreadable(path: file) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw Unreadable(path: file) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  /// Writes a file anew.
  static func write(_ text: String, to file: String) throws {
    let descriptor = open("\(root)/\(file)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Unreadable(path: file) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Unreadable(path: file) }
      rest = rest.dropFirst(count)
    }
  }
}
