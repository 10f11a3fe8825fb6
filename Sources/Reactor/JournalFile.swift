import CLinux
import Glibc

/// A regular file of lines that one run at a time adds to, and replaces as a whole when it has grown. Only its owner can
/// read it.
///
/// What was added is in the file when the process is killed; a line that was being added then may be torn.
public final class JournalFile {
  /// Why the file cannot be used.
  public enum Fault: Error, Equatable, Sendable {
    /// Another run uses it.
    case inUse
    /// It is a folder, a pipe or a device.
    case notAFile
    /// The system says so.
    case failed(SystemError)
  }

  /// Where it is, links followed.
  public let path: String
  /// How many bytes it holds.
  public private(set) var size: Int
  private var file: FileDescriptor

  /// Opens the file or makes an empty one, and locks it until the object goes away.
  public init(path: String) throws(Fault) {
    do throws(SystemError) {
      file = try JournalFile.open(path, O_RDWR | O_CREAT | O_NONBLOCK)
    } catch {
      throw error.errno == EISDIR || error.errno == ENXIO ? .notAFile : .failed(error)
    }
    self.path = JournalFile.resolved(path)
    guard try JournalFile.status(of: file).isRegular else { throw .notAFile }
    try JournalFile.lock(file)
    let status = try JournalFile.status(of: file)
    size = Int(status.st_size)
    // Who held the lock until now may have put another file in the place of this one.
    if try !status.isSameFile(as: JournalFile.status(at: self.path)) { throw .inUse }
  }

  /// All that it holds.
  public func contents() throws(SystemError) -> [UInt8] {
    _ = try System.call("lseek") { lseek(file.rawValue, 0, SEEK_SET) }
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while true {
      switch Stream.read(file.rawValue, into: scratch.bytes) {
      case .bytes(let count): bytes += scratch.bytes[..<count]
      case .endOfFile, .wouldBlock:
        size = bytes.count
        return bytes
      case .failed(let error): throw error
      }
    }
  }

  /// Adds bytes at the end: all of them, or none where it fails.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    do throws(SystemError) {
      try JournalFile.write(bytes, to: file, at: size)
    } catch {
      ftruncate(file.rawValue, size)
      throw error
    }
    size += bytes.count
  }

  /// Puts these bytes in the place of all that it holds. At every moment the path names a file that holds either all of
  /// the old or all of the new.
  public func replace(with bytes: [UInt8]) throws(SystemError) {
    let interim = interimPath
    let fresh = try JournalFile.open(interim, O_RDWR | O_CREAT | O_TRUNC)
    do throws(SystemError) {
      _ = try System.call("flock") { flock(fresh.rawValue, LOCK_EX | LOCK_NB) }
      try JournalFile.write(bytes, to: fresh, at: 0)
      _ = try System.call("rename") { rename(interim, path) }
    } catch {
      unlink(interim)
      throw error
    }
    file = fresh
    size = bytes.count
  }

  // MARK: Inside

  /// Hidden, in the same folder, so that it can be renamed.
  private var interimPath: String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return "\(path[..<name]).\(path[name...]).new"
  }

  private static func open(_ path: String, _ flags: Int32) throws(SystemError) -> FileDescriptor {
    FileDescriptor(
      owning: try System.call("open") { Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600) })
  }

  private static func lock(_ file: borrowing FileDescriptor) throws(Fault) {
    let number = file.rawValue
    do throws(SystemError) {
      _ = try System.call("flock") { flock(number, LOCK_EX | LOCK_NB) }
    } catch {
      throw error.errno == EWOULDBLOCK ? .inUse : .failed(error)
    }
  }

  private static func status(of file: borrowing FileDescriptor) throws(Fault) -> stat {
    var status = stat()
    let number = file.rawValue
    return try known { () throws(SystemError) in
      _ = try System.call("fstat") { fstat(number, &status) }
      return status
    }
  }

  private static func status(at path: String) throws(Fault) -> stat {
    var status = stat()
    return try known { () throws(SystemError) in
      _ = try System.call("stat") { stat(path, &status) }
      return status
    }
  }

  private static func known<Value>(_ body: () throws(SystemError) -> Value) throws(Fault) -> Value {
    do { return try body() } catch { throw .failed(error) }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func write(
    _ bytes: [UInt8], to file: borrowing FileDescriptor, at start: Int
  ) throws(SystemError) {
    let number = file.rawValue
    var written = 0
    while written < bytes.count {
      let rest = bytes[written...]
      written += try System.call("write") {
        rest.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, start + written) }
      }
    }
  }
}

extension stat {
  fileprivate var isRegular: Bool { st_mode & S_IFMT == S_IFREG }

  fileprivate func isSameFile(as other: stat) -> Bool {
    st_dev == other.st_dev && st_ino == other.st_ino
  }
}
