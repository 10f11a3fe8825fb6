import Glibc

extension Listener {
  /// Listens on a Unix socket. A socket file on which nobody answers any more is replaced.
  ///
  /// Two processes that do this at once for one path do not disturb each other: each holds a lock on the
  /// folder while it looks and binds.
  ///
  /// - Parameter permissions: Of the socket's file. By default everybody may connect, and `Peer` says who it
  ///   is.
  public static func unix(path: String, permissions: UInt32 = 0o666) throws(ListenError) -> Listener {
    guard let address = SocketAddress(path: path) else { throw .badPath(path) }
    return try FolderLock.whileHolding(folderOf: path) { () throws(ListenError) in
      try SocketFile.clear(path, address: address)
      do throws(SystemError) {
        return try listen(on: address, path: path, permissions: permissions)
      } catch {
        throw .failed(path, error)
      }
    }
  }

  private static func listen(
    on address: SocketAddress, path: String, permissions: UInt32
  ) throws(SystemError) -> Listener {
    let socket = try System.streamSocket(AF_UNIX)
    try System.bind(socket.rawValue, to: address)
    let file = try SocketFile(at: path)
    // Until it listens nobody can connect, so the permissions that bind(2) gave the file harm nobody.
    try System.setPermissions(permissions, of: path)
    try System.listen(on: socket.rawValue, backlog: backlog)
    return Listener(socket, localDescription: path, port: 0, file: file)
  }
}

/// The file of a socket that this process has bound.
struct SocketFile: Sendable {
  private let path: String
  private let device: UInt64
  private let inode: UInt64

  init(at path: String) throws(SystemError) {
    let status = try System.status(at: path, followsLinks: false)
    self.path = path
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Removes the file, unless the path names another one by now.
  func removeIfOwn() {
    guard let now = try? SocketFile(at: path), now.device == device && now.inode == inode else { return }
    // Where that fails it stays as a dead socket, which the next server replaces.
    try? System.remove(path)
  }

  /// Makes way for a new socket: removes the file of one on which nobody answers.
  static func clear(_ path: String, address: SocketAddress) throws(ListenError) {
    guard let status = try? System.status(at: path, followsLinks: false) else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
    do {
      let probe = try System.streamSocket(AF_UNIX)
      try System.connect(probe.rawValue, to: address)
    } catch {
      switch error.errno {
      case ECONNREFUSED:
        // Where that fails, binding says so.
        try? System.remove(path)
        return
      case EAGAIN, EPROTOTYPE: throw .inUse(path)
      default: throw .failed(path, error)
      }
    }
    throw .inUse(path)
  }
}

/// A lock on the folder that holds a path; it leaves no file behind.
enum FolderLock {
  /// Runs `body` under the lock. Others hold it for some microseconds; this fails after so many milliseconds.
  static func whileHolding<Value>(
    folderOf path: String, patience: Int = 1000, _ body: () throws(ListenError) -> Value
  ) throws(ListenError) -> Value {
    let lock = try locked(folder(of: path), patience)
    return try withExtendedLifetime(lock) { (_) throws(ListenError) in try body() }
  }

  private static func locked(_ name: String, _ patience: Int) throws(ListenError) -> LockedFile {
    do throws(SystemError) {
      return try LockedFile(path: name, flags: O_RDONLY | O_DIRECTORY, patience: patience)
    } catch {
      throw .failed(name, error)
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
