import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("A Unix listener")
struct UnixListenerTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/chat.sock"
  }

  private func connect() throws -> ByteStream {
    try Connector.connect(.unix(path: path), deadline: soon())
  }

  /// A socket file on which nobody answers, as a killed server leaves it.
  private func leaveDeadSocket() throws {
    let socket = FileDescriptor(owning: clinux_stream_socket(AF_UNIX))
    try System.bind(socket.rawValue, to: #require(SocketAddress(path: path)))
  }

  private func status() throws -> stat {
    var status = stat()
    _ = try System.call("lstat") { lstat(path, &status) }
    return status
  }

  @Test("takes connections, and the kernel says who they are")
  func peerIsNamedByKernel() throws {
    let listener = try Listener.unix(path: path)
    #expect(listener.localDescription == path && listener.port == 0)
    let client = try connect()
    guard let accepted = try listener.accept() else {
      Issue.record("no connection was there to accept")
      return
    }
    let own = PeerCredentials(uid: geteuid(), gid: getegid(), pid: getpid())
    #expect(accepted.peer == .unix(own))
    _ = consume client
  }

  @Test("lets everybody connect, or whom its permissions allow", arguments: [0o666, 0o600])
  func permissionsAreAsTold(permissions: UInt32) throws {
    let listener = try Listener.unix(path: path, permissions: permissions)
    #expect(try status().st_mode & 0o777 == permissions)
    #expect(folder.names == ["chat.sock"])
    _ = listener
  }

  @Test("removes its file when it ends")
  func fileGoesWithListener() throws {
    do { _ = try Listener.unix(path: path) }
    #expect(folder.names.isEmpty)
  }

  @Test("leaves a file alone that is not its own any more")
  func foreignFileIsLeftAlone() throws {
    do {
      let listener = try Listener.unix(path: path)
      _ = unlink(path)
      try leaveDeadSocket()
      _ = listener
    }
    #expect(folder.names == ["chat.sock"])
  }

  @Test("is refused where another one answers, which is not disturbed")
  func livingSocketIsRespected() throws {
    let listener = try Listener.unix(path: path)
    #expect(throws: ListenError.inUse(path)) { _ = try Listener.unix(path: path) }
    _ = try connect()
    #expect(listener.localDescription == path)
  }

  @Test("is refused where another one is too busy to answer")
  func busySocketIsRespected() throws {
    let busy = FileDescriptor(owning: clinux_stream_socket(AF_UNIX))
    let address = try #require(SocketAddress(path: path))
    try System.bind(busy.rawValue, to: address)
    _ = listen(busy.rawValue, 0)
    let first = try connect()
    #expect(throws: ListenError.inUse(path)) { _ = try Listener.unix(path: path) }
    _ = consume first
  }

  @Test("replaces a socket on which nobody answers any more")
  func deadSocketIsReplaced() throws {
    try leaveDeadSocket()
    let listener = try Listener.unix(path: path)
    _ = try connect()
    #expect(listener.localDescription == path)
  }

  @Test("never removes a file that is not a socket")
  func otherFilesAreRespected() throws {
    _ = FileDescriptor(owning: open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
    #expect(throws: ListenError.notASocket(path)) { _ = try Listener.unix(path: path) }
    #expect(try status().st_mode & S_IFMT == S_IFREG)
  }

  @Test("says clearly that a path is too long, or its folder missing")
  func badPathsAreSaid() {
    let long = folder.path + "/" + String(repeating: "x", count: 100)
    #expect(throws: ListenError.badPath(long)) { _ = try Listener.unix(path: long) }
    #expect(throws: ListenError.badPath("")) { _ = try Listener.unix(path: "") }
    let missing = SystemError(errno: ENOENT, operation: "open")
    #expect(throws: ListenError.failed(folder.path + "/none", missing)) {
      _ = try Listener.unix(path: folder.path + "/none/chat.sock")
    }
  }

  @Test("looks and binds under a lock on the folder, which does not keep it from its socket for ever")
  func folderIsLocked() throws {
    let entry = try FolderEntry(of: path)
    let lock = try System.open(folder.path, O_RDONLY | O_DIRECTORY)
    try FolderLock.whileHolding(entry, patience: 0) { () throws(ListenError) -> Void in
      #expect((try? System.lock(lock.rawValue)) == false)
    }
    #expect(try System.lock(lock.rawValue))
    var hasRun = false
    try FolderLock.whileHolding(entry, patience: 10) { () throws(ListenError) in hasRun = true }
    #expect(hasRun, "somebody who may read the folder has locked it")
    #expect(try !System.lock(entry.folder), "it was the other one's lock, and is")
  }

  @Test("leaves the folder unlocked, also to others than a child that is being started")
  func folderIsUnlocked() throws {
    let entry = try FolderEntry(of: path)
    let folder = folder.path
    var child: [Int32] = []
    try FolderLock.whileHolding(entry, patience: 0) { () throws(ListenError) in
      child = childCopies(of: folder)
    }
    defer { for copy in child { close(copy) } }
    #expect(child.count == 1)
    let other = try System.open(folder, O_RDONLY | O_DIRECTORY)
    #expect(try System.lock(other.rawValue))
  }

  @Test("is won by one of many that start at once, over a dead socket")
  func oneOfManyWins() async throws {
    try leaveDeadSocket()
    let path = path
    let (wins, refusals) = await withTaskGroup(of: Listener?.self) { group in
      for _ in 0..<8 { group.addTask { try? Listener.unix(path: path) } }
      var won: [Listener] = []
      var refused = 0
      for await listener in group {
        if let listener { won.append(listener) } else { refused += 1 }
      }
      return (won.map(\.localDescription), refused)
    }
    #expect(wins == [path])
    #expect(refusals == 7)
  }
}

@Suite("The names of logins")
struct LoginNameTests {
  @Test("are found by number, and unknown numbers have none")
  func namesAreFound() {
    #expect(LoginName.of(uid: 0) == "root")
    #expect(LoginName.of(uid: geteuid()) == LoginName.own())
    #expect(LoginName.of(uid: 0xFFFF_FFF0) == nil)
  }
}
