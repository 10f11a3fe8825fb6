import Glibc

/// An open file or folder that nobody else has locked (flock(2)), until the owner lets go of it.
public struct LockedFile: ~Copyable {
  /// How long it takes until a lock that another one has is asked for anew, in milliseconds.
  private static let pause: Int32 = 10

  private let descriptor: FileDescriptor

  /// Opens what a path leads to, and locks it.
  ///
  /// - Parameters:
  ///   - flags: As for open(2). A file that this makes is for its owner alone.
  ///   - patience: How long it is tried where another one has the lock, in milliseconds; 0 is once.
  /// - Throws: What open(2) says; EWOULDBLOCK where another one had the lock all the time.
  public init(path: String, flags: Int32, patience: Int) throws(SystemError) {
    for attempt in 0...patience / Int(LockedFile.pause) {
      if attempt > 0 { System.pause(milliseconds: LockedFile.pause) }
      let file = try System.open(path, flags | O_NOCTTY, permissions: 0o600)
      if try System.lock(file.rawValue), LockedFile.leads(path, to: file.rawValue) {
        descriptor = file
        return
      }
    }
    throw SystemError(errno: EWOULDBLOCK, operation: "flock")
  }

  deinit {
    // Where another thread starts a child at this moment, the child has a copy of the descriptor from clone(2) to
    // execve(2), also of one that does not outlive that; until then closing would leave the lock in place.
    System.unlock(descriptor.rawValue)
  }

  /// The number, for calls that do not take the descriptor over.
  var rawValue: Int32 { descriptor.rawValue }

  /// Whether that is what the path leads to: who had the lock until now may have put another file in its place.
  private static func leads(_ path: String, to number: Int32) -> Bool {
    guard let there = try? System.status(at: path, followsLinks: true),
      let here = try? System.status(of: number)
    else { return false }
    return there.st_dev == here.st_dev && there.st_ino == here.st_ino
  }
}
