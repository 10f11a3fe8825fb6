import Glibc

/// A regular file of lines that one holder at a time adds to, and replaces as a whole when it has grown. One that this
/// makes is for its owner alone.
///
/// What was added is in the file when the process is killed; a line that was being added then may be torn. It outlasts
/// the machine's loss of power once ``sync()`` has returned.
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
  private var file: LockedFile
  /// Whether the disk knows the file by its name.
  private var isNameSynced = false

  /// Opens the file or makes an empty one, and locks it until the object goes away.
  ///
  /// - Parameter patience: How long it is waited for another run that uses the file, in milliseconds.
  public init(path: String, patience: Int = 0) throws(Fault) {
    do throws(SystemError) {
      file = try LockedFile(path: path, flags: O_RDWR | O_CREAT | O_NONBLOCK, patience: patience)
    } catch {
      throw Fault(ofOpening: error)
    }
    self.path = System.resolved(path)
    let status: stat
    do throws(SystemError) {
      status = try System.status(of: file.rawValue)
    } catch {
      throw .failed(error)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    size = Int(status.st_size)
  }

  /// Opens a file that several runs have, each for a moment at a time.
  ///
  /// - Parameter waits: Whether the others are waited for, half a second at most.
  public convenience init(sharedAt path: String, waits: Bool = true) throws(Fault) {
    try self.init(path: path, patience: waits ? 500 : 0)
  }

  /// All that it holds.
  public func contents() throws(Fault) -> [UInt8] {
    do throws(SystemError) {
      try System.rewind(file.rawValue)
    } catch {
      throw .failed(error)
    }
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while true {
      switch FileDescriptor.read(file.rawValue, into: scratch.bytes) {
      case .bytes(let count): bytes += scratch.bytes[..<count]
      case .endOfFile, .wouldBlock:
        size = bytes.count
        return bytes
      case .failed(let error): throw .failed(error)
      }
    }
  }

  /// Makes it its owner's alone, where it may be made so.
  public func keepForOwner() {
    try? System.setPermissions(0o600, of: file.rawValue)
  }

  /// Removes it, where that is allowed.
  public func remove() throws(Fault) {
    do throws(SystemError) {
      try System.remove(path)
    } catch {
      throw .failed(error)
    }
  }

  /// Adds bytes at the end: all of them, or none where it fails.
  public func append(_ bytes: [UInt8]) throws(Fault) {
    do throws(SystemError) {
      try JournalFile.write(bytes, to: file.rawValue, at: size)
    } catch {
      // If that fails too, the next reader meets a torn line, as after a kill.
      try? System.truncate(file.rawValue, to: size)
      throw .failed(error)
    }
    size += bytes.count
  }

  /// Puts these bytes in the place of all that it holds. At every moment the path names a file that holds either all of
  /// the old or all of the new.
  ///
  /// - Parameter isSynced: Whether the disk is to have all of it before it is found by its name.
  public func replace(with bytes: [UInt8], isSynced: Bool = false) throws(Fault) {
    let interim = interimPath
    do throws(SystemError) {
      let fresh = try LockedFile(path: interim, flags: O_RDWR | O_CREAT | O_TRUNC, patience: 0)
      try JournalFile.write(bytes, to: fresh.rawValue, at: 0)
      // After a loss of power the new name must not lead to nothing.
      if isSynced { try System.sync(fresh.rawValue) }
      try System.rename(interim, to: path)
      file = fresh
      isNameSynced = false
    } catch {
      // It may not have been made.
      try? System.remove(interim)
      throw .failed(error)
    }
    size = bytes.count
  }

  /// Waits until the disk has all that was added, and knows the file by its name.
  public func sync() throws(Fault) {
    do throws(SystemError) {
      try System.sync(file.rawValue)
      if isNameSynced { return }
      let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      let entry = try System.open(folder, O_RDONLY | O_DIRECTORY)
      try System.sync(entry.rawValue)
      isNameSynced = true
    } catch {
      // A file system that has nothing to wait for says so.
      if error.errno == EINVAL { return }
      throw .failed(error)
    }
  }

  // MARK: Inside

  /// Hidden, in the same folder, so that it can be renamed.
  private var interimPath: String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return "\(path[..<name]).\(path[name...]).new"
  }

  private static func write(_ bytes: [UInt8], to file: Int32, at start: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let rest = bytes[written...]
      written += try System.write(rest, to: file, at: start + written)
    }
  }
}

extension JournalFile.Fault {
  fileprivate init(ofOpening error: SystemError) {
    switch error.errno {
    case EWOULDBLOCK: self = .inUse
    case EISDIR, ENXIO: self = .notAFile
    default: self = .failed(error)
    }
  }

  /// What follows the path in a line that says why: `not a regular file`.
  public var message: String {
    switch self {
    case .inUse: "another run has it open"
    case .notAFile: "not a regular file"
    case .failed(let error): error.message
    }
  }
}
