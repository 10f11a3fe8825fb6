import Glibc
import Relay
import Testing

@testable import Store

@Suite("Opening a store")
struct StoreOpeningTests {
  @Test("makes the folder and those above it, and its files for their owner alone")
  func rights() throws {
    let top = StoreStage.newFolder()
    let folder = top + "/share/chatnet"
    let mask = umask(0)
    defer { umask(mask) }
    let store = try StoreStage.open(folder)
    for name in ["", "/lock", "/chatnet.db", "/chatnet.db-wal"] {
      var status = stat()
      #expect(stat(folder + name, &status) == 0)
      #expect(status.st_mode & 0o077 == 0, "\(name)")
    }
    store.end()
    StoreStage.remove(folder)
    rmdir(top + "/share")
    rmdir(top)
  }

  @Test("a folder that another one uses is refused, and free when that has ended")
  func inUse() throws {
    let stage = try StoreStage()
    let error = #expect(throws: StoreError.self) { try StoreStage.open(stage.folder) }
    #expect(error?.kind == .inUse)
    #expect(error?.message == "\(stage.folder): another chatnet serve keeps its data there")
  }

  @Test("a database of a newer version, of another program, or none at all is refused and left as it is")
  func strange() throws {
    let stage = try StoreStage()
    stage.store.end()
    let folder = StoreStage.newFolder()
    defer { StoreStage.remove(folder) }
    let path = folder + "/chatnet.db"
    do {
      let newer = try Database(path: path)
      try newer.execute("PRAGMA user_version = 99; PRAGMA application_id = 1667785076")
    }
    var error = #expect(throws: StoreError.self) { try StoreStage.open(folder) }
    #expect(error?.kind == .newer)
    #expect(
      error?.message == "\(path): a newer chatnet has made it (version 99, this one knows 2): "
        + "install that one, or give another folder by --data")
    do {
      let other = try Database(path: path)
      try other.execute("PRAGMA user_version = 0; CREATE TABLE other (x)")
    }
    error = #expect(throws: StoreError.self) { try StoreStage.open(folder) }
    #expect(error?.kind == .damaged)
    #expect(
      error?.message == "\(path): a database that is not chatnet's: give another folder by --data")
    for name in ["-wal", "-shm", ""] { unlink(path + name) }
    let file = fopen(path, "w")
    fputs(String(repeating: "no database at all\n", count: 300), file)
    fclose(file)
    error = #expect(throws: StoreError.self) { try StoreStage.open(folder) }
    #expect(error?.kind == .damaged)
    #expect(error?.message == "\(path): file is not a database")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_size == 19 * 300)
  }

  @Test("a folder that cannot be made is refused, and named")
  func inaccessible() throws {
    let error = #expect(throws: StoreError.self) { try StoreStage.open("/dev/null/data") }
    #expect(error?.kind == .inaccessible)
    #expect(error?.message == "/dev/null/data: Not a directory")
  }

  @Test("the tables that the first version made are there, and people can read the view")
  func view() throws {
    let stage = try StoreStage()
    stage.store.keep([stage.message(StoreStage.number(1_500), "hello", to: StoreStage.room("#Ops"))])
    try stage.wait { $0.committed == 1 ? () : nil }
    stage.store.end()
    let database = try Database(path: stage.folder + "/chatnet.db")
    let row = try database.prepare("SELECT time, room, sender, text FROM history")
    #expect(try row.step())
    #expect((0..<4).map { row.text($0) } == ["1970-01-01T00:00:01.500Z", "#Ops", "alice", "hello"])
  }
}
