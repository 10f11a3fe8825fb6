import Glibc
import Testing

@testable import Reactor

@Suite("An input file")
struct InputFileTests {
  private let scratch = ReadScratch()

  @Test("gives from a pipe what is there, does not wait for more, and sees the end")
  func pipeIsRead() throws {
    let ends = try Ends.pipe()
    let input = InputFile(ends.reader)
    #expect(input.read(into: scratch.bytes) == .wouldBlock)
    _ = write(ends.writer, "hello", 5)
    #expect(input.read(into: scratch.bytes) == .bytes(5))
    #expect(scratch.bytes.prefix(5).elementsEqual("hello".utf8))
    #expect(input.read(into: scratch.bytes) == .wouldBlock)
    _ = write(ends.writer, "x", 1)
    ends.closeWriter()
    #expect(input.read(into: scratch.bytes) == .bytes(1))
    #expect(input.read(into: scratch.bytes) == .endOfFile)
    #expect(fcntl(ends.reader, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test(
    "reads a regular file and /dev/null to the end", arguments: [("/etc/passwd", false), ("/dev/null", true)])
  func filesAreRead(path: String, isEmpty: Bool) throws {
    let file = FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC))
    let input = InputFile(file.rawValue)
    var count = 0
    while case .bytes(let read) = input.read(into: scratch.bytes) { count += read }
    #expect(input.read(into: scratch.bytes) == .endOfFile)
    #expect((count == 0) == isEmpty)
  }

  @Test("says why it cannot be read")
  func failuresAreSaid() {
    let folder = FileDescriptor(owning: open("/", O_RDONLY | O_CLOEXEC))
    let isFolder = SystemError(errno: EISDIR, operation: "read")
    #expect(InputFile(folder.rawValue).read(into: scratch.bytes) == .failed(isFolder))
    let isClosed = SystemError(errno: EBADF, operation: "read")
    #expect(InputFile(1_000_000).read(into: scratch.bytes) == .failed(isClosed))
  }
}

@Suite("Reading a socket")
struct StreamTests {
  @Test("tells data, nothing yet, the end and a failure apart")
  func outcomesDiffer() throws {
    let ends = try Ends.socketPair()
    let scratch = ReadScratch(capacity: 4)
    #expect(FileDescriptor.read(ends.reader, into: scratch.bytes) == .wouldBlock)
    _ = write(ends.writer, "hello", 5)
    #expect(FileDescriptor.read(ends.reader, into: scratch.bytes) == .bytes(4))
    #expect(FileDescriptor.read(ends.reader, into: scratch.bytes) == .bytes(1))
    System.endWriting(to: ends.writer)
    #expect(FileDescriptor.read(ends.reader, into: scratch.bytes) == .endOfFile)
    let error = SystemError(errno: EBADF, operation: "read")
    #expect(FileDescriptor.read(-1, into: scratch.bytes) == .failed(error))
  }

  @Test("goes on after the writing has ended")
  func endOfWritingLeavesReading() throws {
    let ends = try Ends.socketPair()
    System.endWriting(to: ends.writer)
    _ = write(ends.reader, "late", 4)
    #expect(readAvailable(ends.writer) == Array("late".utf8))
  }
}
