import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("An output file")
struct OutputFileTests {
  init() {
    Signals.ignoreThoseOfWriting()
  }

  /// So many bytes in lines of ten.
  private func lines(_ count: Int) -> [UInt8] {
    (0..<count).map { $0 % 10 == 9 ? UInt8(ascii: "\n") : UInt8(ascii: "0") + UInt8($0 / 10 % 10) }
  }

  @Test("writes to a pipe no more than it takes, and the rest when there is room")
  func fullPipeBlocks() throws {
    let ends = try Ends.pipe()
    let output = OutputFile(ends.writer)
    let bytes = lines(200_000)
    output.append(bytes)
    var received: [UInt8] = []
    var blocked = 0
    while output.write() == .blocked {
      blocked += 1
      received += readAvailable(ends.reader)
    }
    received += readAvailable(ends.reader)
    #expect(blocked > 0 && output.pending == 0)
    #expect(received == bytes)
    #expect(fcntl(ends.writer, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test("counts the pieces that are wholly written")
  func piecesAreCounted() throws {
    let ends = try Ends.pipe()
    let output = OutputFile(ends.writer)
    output.append(lines(30))
    output.append([])
    #expect(output.writtenPieces == 0)
    #expect(output.write() == .drained)
    #expect(output.writtenPieces == 2)
    output.append(lines(10))
    output.append(lines(200_000))
    output.append(lines(10))
    #expect(output.write() == .blocked)
    #expect(output.writtenPieces == 3)
    while output.write() == .blocked { _ = readAvailable(ends.reader) }
    #expect(output.writtenPieces == 5)
  }

  @Test(
    "begins a line of its own behind half a line of a file that it appends to",
    arguments: [("half", "half\nx\n"), ("whole\n", "whole\nx\n"), ("", "x\n")])
  func beginsLine(there: String, expected: String) throws {
    var template = Array("/tmp/chatnet-output-XXXXXX".utf8CString)
    let file = FileDescriptor(owning: mkstemp(&template))
    unlink(template)
    #expect(write(file.rawValue, there, there.utf8.count) == there.utf8.count)
    let output = OutputFile(file.rawValue, beginsLine: true)
    #expect(output.write() == .drained)
    output.append(Array("x\n".utf8))
    #expect(output.write() == .drained)
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(file.rawValue, &bytes, bytes.count, 0)
    #expect(String(decoding: bytes[..<count], as: UTF8.self) == expected)
  }

  @Test("cuts what it writes to a pipe at the ends of lines")
  func piecesEndWithLines() throws {
    let ends = try Ends.pipe()
    let output = OutputFile(ends.writer)
    output.append(lines(200_000))
    #expect(output.write() == .blocked)
    #expect(readAvailable(ends.reader).last == UInt8(ascii: "\n"))
  }

  @Test("does not wait where another writer takes the last room of a pipe")
  func pipeWithoutRoomDoesNotBlock() throws {
    let ends = try Ends.pipe()
    let output = OutputFile(ends.writer)
    let size = Int(fcntl(ends.writer, getPipeSize))
    _ = lines(size).withUnsafeBytes { write(ends.writer, $0.baseAddress, size) }
    output.append(lines(10))
    #expect(output.write() == .blocked)
    #expect(output.flush(deadline: Clock.monotonicMilliseconds() + 20) == .blocked)
    _ = readAvailable(ends.reader)
    #expect(output.flush(deadline: soon()) == .drained)
  }

  @Test("sees that the reader of a pipe or socket is gone, also while it is idle", arguments: [true, false])
  func goneReaderIsSeen(isPipe: Bool) throws {
    let ends = isPipe ? try Ends.pipe() : try Ends.socketPair()
    let output = OutputFile(ends.writer)
    #expect(!output.readerIsGone)
    ends.closeReader()
    #expect(output.readerIsGone)
    output.append([1])
    #expect(output.write() == .closed)
    output.append([2])
    #expect(output.pending == 0)
    #expect(output.flush(deadline: soon()) == .closed)
  }

  @Test("sees that a reader is gone who has closed its connection with bytes unread")
  func connectionReset() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    let stream = try Connector.connect(.tcp(host: "127.0.0.1", port: listener.port), deadline: soon())
    let descriptor = stream.descriptor
    let output = OutputFile(descriptor)
    #expect(waitFor(POLLIN, on: listener.descriptor))
    try read(nothingOf: output, from: listener)
    #expect(waitFor(POLLHUP, on: descriptor))
    output.append(lines(10))
    #expect(output.write() == .closed)
    _ = consume stream
  }

  /// Takes the connection, waits for bytes of it and closes it.
  private func read(nothingOf output: OutputFile, from listener: Listener) throws {
    guard let accepted = try listener.accept() else {
      Issue.record("no connection")
      return
    }
    output.append(lines(10))
    #expect(output.write() == .drained)
    let descriptor = accepted.stream.descriptor
    #expect(waitFor(POLLIN, on: descriptor))
    _ = consume accepted
  }

  @Test("does not block on a socket that is blocking, and leaves it so")
  func blockingSocketDoesNotBlock() throws {
    let ends = try Ends.socketPair()
    _ = fcntl(ends.writer, F_SETFL, 0)
    let output = OutputFile(ends.writer)
    let bytes = lines(2_000_000)
    output.append(bytes)
    var received: [UInt8] = []
    while output.write() == .blocked { received += readAvailable(ends.reader) }
    received += readAvailable(ends.reader)
    #expect(received == bytes)
    #expect(fcntl(ends.writer, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test("does not block on a terminal that takes nothing")
  func stuckTerminalDoesNotBlock() throws {
    var (near, far): (Int32, Int32) = (-1, -1)
    _ = try System.call("openpty") { openpty(&near, &far, nil, nil, nil) }
    let terminal = FileDescriptor(owning: near)
    let standardOutput = FileDescriptor(owning: far)
    let output = OutputFile(standardOutput.rawValue)
    #expect(output.isTerminal)
    output.append(lines(1_000_000))
    #expect(output.write() == .blocked)
    #expect(fcntl(standardOutput.rawValue, F_GETFL) & O_NONBLOCK == 0)
    let before = output.pending
    _ = readAvailable(terminal.rawValue)
    #expect(waitFor(POLLOUT, on: standardOutput.rawValue))
    #expect(output.write() == .blocked)
    #expect(output.pending < before)
  }

  @Test("writes a regular file at once")
  func regularFileIsWritten() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    let file = FileDescriptor(owning: open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    let output = OutputFile(file.rawValue)
    output.append(lines(100_000))
    #expect(!output.readerIsGone)
    #expect(output.write() == .drained)
    #expect(lseek(file.rawValue, 0, SEEK_CUR) == 100_000)
  }

  @Test("goes on at the end of a file that was emptied meanwhile, as by logrotate, and leaves no hole")
  func emptiedFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    let file = FileDescriptor(owning: open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    let output = OutputFile(file.rawValue)
    for line in ["before\n", "after\n", "again\n"] {
      if line == "after\n" { truncate(path, 0) }
      output.append(Array(line.utf8))
      #expect(output.write() == .drained)
    }
    var there = [UInt8](repeating: 0, count: 100)
    let count = pread(file.rawValue, &there, there.count, 0)
    #expect(Array(there.prefix(count)) == Array("after\nagain\n".utf8))
  }

  @Test("says that nothing can be written", arguments: [("/dev/full", ENOSPC), ("/dev/null", nil)])
  func fullDiskIsSaid(path: String, code: Int32?) {
    let file = FileDescriptor(owning: open(path, O_WRONLY | O_CLOEXEC))
    let output = OutputFile(file.rawValue)
    output.append([1])
    let outcome = output.write()
    #expect(outcome == code.map { .failed(SystemError(errno: $0, operation: "write")) } ?? .drained)
    #expect(!output.readerIsGone && output.pending == 0)
  }

  @Test("says that the descriptor is not open, or not for writing")
  func unwritableDescriptorIsSaid() {
    let error = OutputOutcome.failed(SystemError(errno: EBADF, operation: "write"))
    let readOnly = FileDescriptor(owning: open("/dev/null", O_RDONLY | O_CLOEXEC))
    for descriptor in [1_000_000, readOnly.rawValue] {
      let output = OutputFile(descriptor)
      output.append([1])
      #expect(output.write() == error)
    }
  }
}

/// F_GETPIPE_SZ, which Glibc's module lacks.
private let getPipeSize: Int32 = 1032
