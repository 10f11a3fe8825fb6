import Glibc
import Testing

@testable import Reactor

/// Another suite than the journal's own, since it lowers a limit of the whole process: to a size that no other test's
/// file comes near.
@Suite("A journal that cannot grow", .serialized)
struct JournalFailureTests {
  private static let limit = 1 << 30

  /// Runs `body` while no file may become larger than the limit.
  private func withLimit(_ body: () throws -> Void) throws {
    Signals.ignoreThoseOfWriting()
    var before = rlimit()
    try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0)
    var lowered = before
    lowered.rlim_cur = rlim_t(Self.limit)
    try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &lowered) == 0)
    defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) }
    try body()
  }

  @Test("keeps nothing of what it could write a part of only, and goes on where it was")
  func cutBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("journal")
    // All but the last bytes of it are a hole, which takes no place.
    let held = Self.limit - 10
    let file = FileDescriptor(owning: open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
    try #require(ftruncate(file.rawValue, held) == 0)
    let journal = try JournalFile(path: path)
    try withLimit {
      #expect(throws: JournalFile.Fault.failed(SystemError(errno: EFBIG, operation: "write"))) {
        try journal.append(Array("a line that is longer\n".utf8))
      }
      #expect(size(of: path) == held)
      #expect(journal.size == held)
      try journal.append(Array("short\n".utf8))
      #expect(size(of: path) == held + 6)
      #expect(journal.size == held + 6)
    }
  }

  private func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : -1
  }
}
