import Glibc
import Testing

@testable import Reactor

@Suite("A journal")
struct JournalFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.path + "/journal" }

  private func fault(at path: String) -> JournalFile.Fault? {
    do throws(JournalFile.Fault) {
      _ = try JournalFile(path: path)
      return nil
    } catch {
      return error
    }
  }

  private func write(_ text: String, to path: String) {
    let file = FileDescriptor(owning: open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
    _ = Glibc.write(file.rawValue, text, text.utf8.count)
  }

  private func text(_ journal: JournalFile) throws -> String {
    String(decoding: try journal.contents(), as: UTF8.self)
  }

  @Test("is made where there is none, for its owner alone")
  func isMade() throws {
    let journal = try JournalFile(path: path)
    #expect(try journal.contents() == [])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test("holds what was added, behind what it held")
  func appends() throws {
    write("one\n", to: path)
    var journal: JournalFile? = try JournalFile(path: path)
    #expect(try journal.map(text) == "one\n")
    try journal?.append(Array("two\n".utf8))
    try journal?.append(Array("three\n".utf8))
    #expect(journal?.size == 14)
    journal = nil
    #expect(try text(JournalFile(path: path)) == "one\ntwo\nthree\n")
  }

  @Test("adds behind what it holds though nobody has read that")
  func appendsUnread() throws {
    write("one\n", to: path)
    try JournalFile(path: path).append(Array("two\n".utf8))
    #expect(try text(JournalFile(path: path)) == "one\ntwo\n")
  }

  @Test("is replaced as a whole, and goes on from there")
  func replaces() throws {
    let journal = try JournalFile(path: path)
    try journal.append(Array("a long line of old\n".utf8))
    try journal.replace(with: Array("new\n".utf8))
    try journal.append(Array("more\n".utf8))
    #expect(try text(journal) == "new\nmore\n")
    #expect(folder.names == ["journal"])
  }

  @Test("leaves nothing beside it where it cannot be replaced, and says why")
  func isNotReplaced() throws {
    let journal = try JournalFile(path: path)
    #expect(unlink(path) == 0)
    #expect(mkdir(path, 0o700) == 0)
    #expect(throws: JournalFile.Fault.failed(SystemError(errno: EISDIR, operation: "rename"))) {
      try journal.replace(with: Array("new\n".utf8))
    }
    #expect(folder.names == ["journal"])
  }

  @Test("is for one at a time, before and after it was replaced")
  func isLocked() throws {
    var journal: JournalFile? = try JournalFile(path: path)
    #expect(fault(at: path) == .inUse)
    try journal?.replace(with: [0x0A])
    #expect(fault(at: path) == .inUse)
    journal = nil
    #expect(fault(at: path) == nil)
  }

  @Test("is waited for, as long as it is told to")
  func isWaitedFor() throws {
    let journal = try JournalFile(path: path)
    let start = Clock.monotonicMilliseconds()
    #expect(throws: JournalFile.Fault.inUse) { try JournalFile(path: path, patience: 50) }
    #expect(Clock.monotonicMilliseconds() >= start + 50)
    withExtendedLifetime(journal) {}
  }

  @Test("gives who has waited what was put in its place meanwhile")
  func givesWhatWasReplaced() throws {
    var journal: JournalFile? = try JournalFile(path: path)
    let (path, answer) = (path, try PipeEnds())
    let end = answer.writing
    runInThread {
      let text = try? JournalFile(path: path, patience: 60_000).contents()
      _ = Glibc.write(end, text ?? [], text?.count ?? 0)
    }
    try journal?.replace(with: Array("new\n".utf8))
    journal = nil
    #expect(waitFor(POLLIN, on: answer.reading))
    #expect(readAvailable(answer.reading) == Array("new\n".utf8))
  }

  @Test("is replaced by many at once, and none undoes what another did")
  func manyReplace() throws {
    let (path, ends) = (path, try PipeEnds())
    let end = ends.writing
    let deadline = soon()
    for _ in 0..<4 {
      runInThread {
        var left = 100
        while left > 0, Clock.monotonicMilliseconds() < deadline {
          guard let journal = try? JournalFile(path: path) else { continue }
          if (try? journal.replace(with: journal.contents() + [0x0A])) != nil { left -= 1 }
        }
        _ = Glibc.write(end, "x", 1)
      }
    }
    var done = 0
    while done < 4, waitFor(POLLIN, on: ends.reading) { done += readAvailable(ends.reading).count }
    #expect(try JournalFile(path: path).size == 400)
  }

  @Test("is free when its object is gone, though a child that is being started has copies of the descriptors")
  func isUnlocked() throws {
    var journal: JournalFile? = try JournalFile(path: path)
    var child = childCopies(of: path)
    try journal?.replace(with: [0x0A])
    child += childCopies(of: path)
    defer { for copy in child { close(copy) } }
    #expect(child.count == 2)
    journal = nil
    #expect(fault(at: path) == nil)
  }

  @Test("follows a link, and replaces what that leads to")
  func followsLinks() throws {
    let link = folder.path + "/link"
    #expect(symlink(path, link) == 0)
    let journal = try JournalFile(path: link)
    try journal.replace(with: Array("new\n".utf8))
    var status = stat()
    #expect(lstat(link, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(journal.path.hasSuffix("/journal"))
  }

  @Test("is a regular file and nothing else")
  func isRegular() throws {
    #expect(mkfifo(path, 0o600) == 0)
    #expect(fault(at: path) == .notAFile)
    #expect(fault(at: folder.path) == .notAFile)
    #expect(fault(at: "/dev/null") == .notAFile)
  }

  @Test("says why it cannot be opened")
  func saysWhy() {
    let missing = folder.path + "/none/journal"
    #expect(fault(at: missing) == .failed(SystemError(errno: ENOENT, operation: "open")))
  }
}
