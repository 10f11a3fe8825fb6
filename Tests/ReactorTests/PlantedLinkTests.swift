import CLinux
import Glibc
import Synchronization
import Testing

@testable import Reactor

@Suite("A Unix listener in a folder where others plant links")
struct PlantedLinkTests {
  private let folder: TemporaryFolder
  private let path: String
  /// What the links lead to: a file that is nobody else's.
  private let secret: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/chat.sock"
    secret = folder.path + "/secret"
    let file = try System.open(secret, O_WRONLY | O_CREAT, permissions: 0o600)
    #expect(write(file.rawValue, "x", 1) == 1)
  }

  private func mode(of path: String) throws -> UInt32 {
    try System.status(at: path, followsLinks: false).st_mode
  }

  private func expectSecretUntouched() throws {
    #expect(try mode(of: secret) == S_IFREG | 0o600)
    #expect(try System.status(at: secret, followsLinks: true).st_size == 1)
  }

  @Test("is refused where a link stands, wherever it leads, and leaves both alone")
  func standing() throws {
    let living = try Listener.unix(path: folder.path + "/other.sock")
    for target in [secret, folder.path + "/nowhere", living.localDescription] {
      #expect(symlink(target, path) == 0)
      #expect(throws: ListenError.notASocket(path)) { _ = try Listener.unix(path: path) }
      #expect(try mode(of: path) & S_IFMT == S_IFLNK)
      #expect(unlink(path) == 0)
    }
    try expectSecretUntouched()
    #expect(folder.names.sorted() == ["other.sock", "secret"])
  }

  @Test("gives no rights to what a link leads to that takes the socket's place as soon as that is made")
  func racing() throws {
    let planter = try Planter(path: path, target: secret)
    // The other thread has its turn when the system gives it one.
    let end = soon()
    repeat {
      _ = try? Listener.unix(path: path)
      _ = unlink(path)
    } while planter.planted < 100 && Clock.monotonicMilliseconds() < end
    planter.stop()
    #expect(planter.planted > 0, "no link was planted: nothing was tried")
    try expectSecretUntouched()
  }

  @Test("removes nothing from a folder that has taken the place of its own")
  func folderSwapped() throws {
    let own = folder.path + "/own"
    let other = folder.path + "/other"
    for name in [own, other] { try System.makeFolder(name, permissions: 0o700) }
    var listener: Listener? = try Listener.unix(path: own + "/chat.sock")
    #expect(listener != nil)
    let file = try System.open(other + "/chat.sock", O_WRONLY | O_CREAT, permissions: 0o600)
    try System.rename(own, to: folder.path + "/moved")
    #expect(symlink(other, own) == 0)
    listener = nil
    #expect(TemporaryFolder.entries(of: other) == ["chat.sock"])
    #expect(TemporaryFolder.entries(of: folder.path + "/moved") == [])
    _ = consume file
  }
}

/// A thread that puts a link where a socket is, as soon as one is there.
private final class Planter {
  private let state: State
  private let thread: pthread_t

  private final class State: Sendable {
    let path: String
    let target: String
    let planted = Atomic(0)

    init(_ path: String, _ target: String) { (self.path, self.target) = (path, target) }

    func plant() {
      var status = stat()
      while access(path + ".end", F_OK) != 0 {
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { continue }
        if unlink(path) == 0, symlink(target, path) == 0 { planted.add(1, ordering: .relaxed) }
      }
    }
  }

  init(path: String, target: String) throws {
    state = State(path, target)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<State>.fromOpaque(pointer).takeRetainedValue().plant() }
        return nil
      }, Unmanaged.passRetained(state).toOpaque())
    guard code == 0 else { throw SystemError(errno: code, operation: "pthread_create") }
    self.thread = thread
  }

  /// How many links it has planted.
  var planted: Int { state.planted.load(ordering: .relaxed) }

  /// Ends the thread.
  func stop() {
    close(creat(state.path + ".end", 0o600))
    pthread_join(thread, nil)
  }
}
