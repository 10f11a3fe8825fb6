/// Bytes for a program to read that need nobody to write them while it reads: a file without a name, in memory.
public enum MemoryFile {
  /// A file that holds the bytes and is read from its beginning.
  public static func holding(_ bytes: [UInt8]) throws(SystemError) -> FileDescriptor {
    let file = try System.memoryFile(named: "chatnet")
    var rest = bytes[...]
    while !rest.isEmpty {
      let (count, code) = rest.withUnsafeBytes { System.write(file.rawValue, $0) }
      if count < 0 { throw SystemError(errno: code, operation: "write") }
      rest = rest.dropFirst(count)
    }
    try System.rewind(file.rawValue)
    return file
  }
}
