import Glibc

/// An open file or folder that nobody else has locked (flock(2)), until the owner lets go of it.
struct LockedFile: ~Copyable {
  /// How long it takes until a lock that another one has is asked for anew, in milliseconds.
  private static let pause: Int32 = 10

  private let descriptor: FileDescriptor

  /// Opens what a path leads to, and locks it.
  ///
  /// - Parameters:
  ///   - flags: As for open(2). A file that this makes is for its owner alone.
  ///   - patience: How long it is tried where another one has the lock, in milliseconds; 0 is once.
  /// - Throws: What open(2) says; EWOULDBLOCK where another one had the lock all the time.
  init(path: String, flags: Int32, patience: Int) throws(SystemError) {
    for attempt in 0...patience / Int(LockedFile.pause) {
      if attempt > 0 { _ = poll(nil, 0, LockedFile.pause) }
      let flags = flags | O_CLOEXEC | O_NOCTTY
      let number = try System.call("open") { open(path, flags, 0o600) }
      let file = FileDescriptor(owning: number)
      if try LockedFile.lock(number), LockedFile.leads(path, to: number) {
        descriptor = file
        return
      }
    }
    throw SystemError(errno: EWOULDBLOCK, operation: "flock")
  }

  deinit {
    // Where another thread starts a child at this moment, the child has a copy of the descriptor from clone(2) to
    // execve(2), also of one that does not outlive that; until then closing would leave the lock in place.
    flock(descriptor.rawValue, LOCK_UN)
  }

  /// The number, for calls that do not take the descriptor over.
  var rawValue: Int32 { descriptor.rawValue }

  private static func lock(_ number: Int32) throws(SystemError) -> Bool {
    do throws(SystemError) {
      _ = try System.call("flock") { flock(number, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      if error.errno == EWOULDBLOCK { return false }
      throw error
    }
  }

  /// Whether that is what the path leads to: who had the lock until now may have put another file in its place.
  private static func leads(_ path: String, to number: Int32) -> Bool {
    var (there, here) = (stat(), stat())
    guard stat(path, &there) == 0, fstat(number, &here) == 0 else { return false }
    return there.st_dev == here.st_dev && there.st_ino == here.st_ino
  }
}
