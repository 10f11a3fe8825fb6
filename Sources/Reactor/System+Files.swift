import CLinux
import Glibc
import Synchronization

/// Files and folders.
extension System {
  /// Another descriptor of the same open file, which does not outlive an exec.
  static func duplicate(_ descriptor: Int32) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) })
  }

  /// Opens a file that does not outlive an exec.
  ///
  /// - Parameter permissions: Of a file that this makes.
  static func open(_ path: String, _ flags: Int32, permissions: UInt32 = 0) throws(SystemError)
    -> FileDescriptor
  {
    FileDescriptor(owning: try call("open") { Glibc.open(path, flags | O_CLOEXEC, permissions) })
  }

  /// What an open file is.
  static func status(of descriptor: Int32) throws(SystemError) -> stat {
    var status = stat()
    _ = try call("fstat") { fstat(descriptor, &status) }
    return status
  }

  /// What a path leads to, or with a link at its end what that is.
  static func status(at path: String, followsLinks: Bool) throws(SystemError) -> stat {
    var status = stat()
    _ = try call(followsLinks ? "stat" : "lstat") {
      followsLinks ? stat(path, &status) : lstat(path, &status)
    }
    return status
  }

  /// What a name in an open folder is; of a link the link itself.
  static func status(of name: String, in folder: Int32) throws(SystemError) -> stat {
    var status = stat()
    _ = try call("fstatat") { fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) }
    return status
  }

  /// The path without links; as it is where it leads nowhere.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether access(2) allows so much.
  static func allows(_ mode: Int32, at path: String) -> Bool { access(path, mode) == 0 }

  /// Sets the rights of what a descriptor is, never of what a path leads to: that may be another file by then.
  static func setPermissions(_ permissions: UInt32, of descriptor: Int32) throws(SystemError) {
    _ = try call("fchmod") { fchmod(descriptor, permissions) }
  }

  static func makeFolder(_ path: String, permissions: UInt32) throws(SystemError) {
    _ = try call("mkdir") { mkdir(path, permissions) }
  }

  /// Makes a folder with these rights, whatever the umask is.
  static func makeFolder(_ path: String, exactly permissions: UInt32) throws(SystemError) {
    try withoutUmask { () throws(SystemError) in try makeFolder(path, permissions: permissions) }
  }

  /// Runs `body`, in which files are made with the rights that they are made with. The umask is the whole process's, so
  /// one thread at a time does so; what other threads make meanwhile must name its rights, as all of chatnet does.
  static func withoutUmask<Value>(_ body: () throws(SystemError) -> Value) throws(SystemError) -> Value {
    try umaskLock.withLock { (_) throws(SystemError) in
      let before = umask(0)
      defer { umask(before) }
      return try body()
    }
  }

  private static let umaskLock = Mutex(())

  static func rename(_ path: String, to other: String) throws(SystemError) {
    _ = try call("rename") { Glibc.rename(path, other) }
  }

  static func remove(_ name: String, in folder: Int32) throws(SystemError) {
    _ = try call("unlinkat") { unlinkat(folder, name, 0) }
  }

  static func remove(_ path: String) throws(SystemError) {
    _ = try call("unlink") { unlink(path) }
  }

  /// Goes back to the beginning of a file.
  static func rewind(_ descriptor: Int32) throws(SystemError) {
    _ = try call("lseek") { lseek(descriptor, 0, SEEK_SET) }
  }

  /// Where in a file is read or written next; nil where it has no such place.
  static func place(of descriptor: Int32) -> Int? {
    let place = lseek(descriptor, 0, SEEK_CUR)
    return place < 0 ? nil : Int(place)
  }

  /// Reads or writes next there.
  static func setPlace(of descriptor: Int32, to place: Int) {
    lseek(descriptor, off_t(place), SEEK_SET)
  }

  /// Whether each write goes to the end of the file.
  static func appends(_ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    return flags >= 0 && flags & O_APPEND != 0
  }

  /// A byte of a file; nil where there is none, or it cannot be read.
  static func byte(of descriptor: Int32, at place: Int) -> UInt8? {
    var byte: UInt8 = 0
    return pread(descriptor, &byte, 1, off_t(place)) == 1 ? byte : nil
  }

  static func truncate(_ descriptor: Int32, to size: Int) throws(SystemError) {
    _ = try call("ftruncate") { ftruncate(descriptor, size) }
  }

  /// Writes at a place of a file.
  ///
  /// - Returns: How many bytes were written, which may be fewer.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, at place: Int) throws(SystemError)
    -> Int
  {
    try call("write") { bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, place) } }
  }

  /// Waits until what was written to a file, or put into a folder, is on the disk.
  static func sync(_ descriptor: Int32) throws(SystemError) {
    _ = try call("fdatasync") { fdatasync(descriptor) }
  }

  /// Locks a file or folder for its descriptor alone.
  ///
  /// - Returns: Whether nobody else had it locked.
  static func lock(_ descriptor: Int32) throws(SystemError) -> Bool {
    do throws(SystemError) {
      _ = try call("flock") { flock(descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      if error.errno == EWOULDBLOCK { return false }
      throw error
    }
  }

  /// Unlocks what the descriptor has locked. Cannot fail for an open file.
  static func unlock(_ descriptor: Int32) {
    _ = flock(descriptor, LOCK_UN)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  static func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) != -1 }

  /// Lets go of a descriptor. Linux frees the number even where close(2) is interrupted, so it is never called again.
  static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }

  /// Both ends of a new pipe, neither of which outlives an exec.
  static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = try call("pipe2") { clinux_pipe(&ends) }
    return (ends[0], ends[1])
  }

  /// A file without a name, in memory, that does not outlive an exec.
  static func memoryFile(named name: String) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("memfd_create") { clinux_memory_file(name) })
  }

  /// Raises the limit on open descriptors as far as is allowed.
  ///
  /// - Returns: The limit then in force.
  static func raiseOpenFiles() -> UInt64 { clinux_raise_open_files() }
}
