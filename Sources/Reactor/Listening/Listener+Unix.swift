import Glibc

extension Listener {
  /// Listens on a Unix socket. A socket file on which nobody answers any more is replaced.
  ///
  /// Two processes that do this at once for one path do not disturb each other: each holds a lock on the
  /// folder while it looks and binds. What is looked at, made and removed is the entry of that folder, whatever is put
  /// in the folder's own place meanwhile.
  ///
  /// - Parameter permissions: Of the socket's file, whatever the umask is. By default everybody may connect, and `Peer`
  ///   says who it is.
  public static func unix(path: String, permissions: UInt32 = 0o666) throws(ListenError) -> Listener {
    guard let address = SocketAddress(path: path) else { throw .badPath(path) }
    let entry: FolderEntry
    do throws(SystemError) {
      entry = try FolderEntry(of: path)
    } catch {
      throw .failed(FolderEntry.folder(of: path), error)
    }
    return try FolderLock.whileHolding(entry) { () throws(ListenError) in
      try SocketFile.clear(entry, path, address: address)
      do throws(SystemError) {
        return try listen(on: address, entry, path: path, permissions: permissions)
      } catch {
        throw .failed(path, error)
      }
    }
  }

  private static func listen(
    on address: SocketAddress, _ entry: FolderEntry, path: String, permissions: UInt32
  ) throws(SystemError) -> Listener {
    let socket = try System.streamSocket(AF_UNIX)
    // The file is made with its rights. Given to the path afterwards, they might be given to what another one has put
    // there meanwhile: a link leads to any file of ours.
    try System.bind(socket.rawValue, to: address, permissions: permissions)
    let file = try SocketFile(entry)
    try System.listen(on: socket.rawValue, backlog: backlog)
    return Listener(socket, localDescription: path, port: 0, file: file)
  }
}

/// The file of a socket that this process has bound.
struct SocketFile: Sendable {
  private let entry: FolderEntry
  private let device: UInt64
  private let inode: UInt64

  init(_ entry: FolderEntry) throws(SystemError) {
    let status = try entry.status()
    self.entry = entry
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Removes the file, unless another one has its name by now.
  func removeIfOwn() {
    guard let now = try? SocketFile(entry), now.device == device && now.inode == inode else { return }
    // Where that fails it stays as a dead socket, which the next server replaces.
    try? entry.remove()
  }

  /// Makes way for a new socket: removes the file of one on which nobody answers. A link is no socket, wherever it
  /// leads.
  static func clear(_ entry: FolderEntry, _ path: String, address: SocketAddress) throws(ListenError) {
    guard let status = try? entry.status() else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
    do {
      let probe = try System.streamSocket(AF_UNIX)
      try System.connect(probe.rawValue, to: address)
    } catch {
      switch error.errno {
      case ECONNREFUSED:
        // Where that fails, binding says so.
        try? entry.remove()
        return
      case EAGAIN, EPROTOTYPE: throw .inUse(path)
      default: throw .failed(path, error)
      }
    }
    throw .inUse(path)
  }
}

/// A name in a folder that is held open: it means the same entry for as long as this is kept, also when another folder
/// or a link is put where the folder was.
final class FolderEntry: Sendable {
  private let held: FileDescriptor
  private let name: String

  /// Opens the folder of a path.
  init(of path: String) throws(SystemError) {
    held = try System.open(FolderEntry.folder(of: path), O_RDONLY | O_DIRECTORY)
    name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The folder's descriptor.
  var folder: Int32 { held.rawValue }

  /// What has that name; of a link the link itself.
  func status() throws(SystemError) -> stat { try System.status(of: name, in: folder) }

  /// Removes what has that name.
  func remove() throws(SystemError) { try System.remove(name, in: folder) }

  /// The folder that holds a path.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// A lock on the folder that holds an entry; it leaves no file behind.
enum FolderLock {
  /// How long it takes until a lock that another one has is asked for anew, in milliseconds.
  private static let pause: Int32 = 10

  /// Runs `body` under the lock.
  ///
  /// Servers that start hold it for some microseconds. Whoever may read the folder can lock it for as long as they
  /// like, though, which must not keep a server from its socket: after so many milliseconds the body runs without it.
  static func whileHolding<Value>(
    _ entry: FolderEntry, patience: Int = 1000, _ body: () throws(ListenError) -> Value
  ) throws(ListenError) -> Value {
    var isLocked = false
    for attempt in 0...patience / Int(pause) where !isLocked {
      if attempt > 0 { System.pause(milliseconds: pause) }
      // Fails as well where the file system knows no locks.
      isLocked = (try? System.lock(entry.folder)) == true
    }
    defer {
      // A child that another thread is starting may have a copy of the descriptor, which would keep the lock.
      if isLocked { System.unlock(entry.folder) }
    }
    return try body()
  }
}
