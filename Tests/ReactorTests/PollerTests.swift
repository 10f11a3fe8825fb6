import Glibc
import Testing

@testable import Reactor

@Suite("A poller")
struct PollerTests {
  private let poller: Poller

  init() throws {
    poller = try Poller()
  }

  @Test("reports what is readable under its token, again and again until it is read")
  func readableIsReportedUntilRead() throws {
    let ends = try Ends.socketPair()
    try poller.add(ends.reader, token: 42, interest: .read)
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
    _ = write(ends.writer, "x", 1)
    let expected = Readiness(token: 42, readable: true, writable: false, closed: false)
    #expect(try poller.next() == [expected])
    #expect(try poller.next() == [expected])
    _ = readAvailable(ends.reader)
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
  }

  @Test("reports room to write only where it is asked for")
  func writableIsReportedOnRequest() throws {
    let ends = try Ends.socketPair()
    try poller.add(ends.writer, token: 1, interest: [])
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
    try poller.modify(ends.writer, token: 2, interest: [.read, .write])
    #expect(try poller.next() == [Readiness(token: 2, readable: false, writable: true, closed: false)])
    try poller.remove(ends.writer)
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
  }

  @Test("reports the end of a connection without being asked")
  func endIsAlwaysReported() throws {
    let ends = try Ends.socketPair()
    try poller.add(ends.reader, token: 1, interest: [])
    ends.closeWriter()
    #expect(try poller.next() == [Readiness(token: 1, readable: false, writable: false, closed: true)])
  }

  @Test("reports as readable and closed what was written before the end")
  func lastBytesAreReported() throws {
    let ends = try Ends.socketPair()
    try poller.add(ends.reader, token: 1, interest: .read)
    _ = write(ends.writer, "last", 4)
    ends.closeWriter()
    let ready = try poller.next()
    #expect(ready.first?.readable == true && ready.first?.closed == true)
    #expect(readAvailable(ends.reader) == Array("last".utf8))
  }

  @Test("sees on an idle pipe that the reader is gone")
  func goneReaderOfPipeIsSeen() throws {
    let ends = try Ends.pipe()
    try poller.add(ends.writer, token: 1, interest: [])
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
    ends.closeReader()
    #expect(try poller.next().first?.closed == true)
  }

  @Test("refuses what is always ready, with EPERM", arguments: ["/dev/null", "/etc/passwd"])
  func alwaysReadyFilesAreRefused(path: String) throws {
    let file = FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC))
    #expect(throws: SystemError(errno: EPERM, operation: "epoll_ctl")) {
      try poller.add(file.rawValue, token: 1, interest: .read)
    }
  }

  @Test("reports no more at once than its batch, and the others next")
  func batchIsBounded() throws {
    let poller = try Poller(batch: 2)
    let all = try (0..<3).map { _ in try Ends.socketPair() }
    for (index, ends) in all.enumerated() {
      try poller.add(ends.writer, token: UInt64(index), interest: .write)
    }
    var seen: Set<UInt64> = []
    for _ in 0..<2 {
      let ready = try poller.next()
      #expect(ready.count == 2)
      seen.formUnion(ready.map(\.token))
    }
    withExtendedLifetime(all) {}
    #expect(seen == [0, 1, 2])
  }

  @Test("is woken from another thread")
  func wakeupWakes() throws {
    let wakeup = try Wakeup()
    try poller.add(wakeup.descriptor, token: 9, interest: .read)
    runInThread {
      wakeup.wake()
      wakeup.wake()
    }
    #expect(try poller.next().map(\.token) == [9])
    wakeup.drain()
    #expect(try poller.next(timeoutMilliseconds: 0).isEmpty)
  }
}
