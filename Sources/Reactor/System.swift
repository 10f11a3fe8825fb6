import CLinux
import Glibc

/// The one place where system calls are made, with their error numbers turned into values and with
/// interrupted calls made again. Its extensions hold the calls by subject; the rest of the module and of chatnet makes
/// none, but for the terminal's part in readline.
enum System {
  /// What a call answered; where that is -1, the error number.
  typealias Answer = (value: Int, errno: Int32)

  /// Makes a call that answers -1 on failure.
  @inline(__always)
  static func call<Value: SignedInteger>(
    _ operation: String, _ body: () -> Value
  ) throws(SystemError) -> Value {
    while true {
      let value = body()
      if value != -1 { return value }
      let code = errno
      if code != EINTR { throw SystemError(errno: code, operation: operation) }
    }
  }

  /// Makes a call that answers -1 on failure, for callers that meet errors too often to throw them.
  @inline(__always)
  static func answer(_ body: () -> Int) -> Answer {
    while true {
      let value = body()
      if value != -1 { return (value, 0) }
      let code = errno
      if code != EINTR { return (-1, code) }
    }
  }

  /// Waits until one of the descriptors is ready or the time of the monotonic clock has come.
  ///
  /// - Returns: How many are ready; 0 when the time has come.
  static func poll(_ entries: inout [pollfd], until deadline: Int64) throws(SystemError) -> Int {
    while true {
      let left = max(0, deadline.subtractingReportingOverflow(Clock.monotonicMilliseconds()).partialValue)
      let ready = Glibc.poll(&entries, nfds_t(entries.count), Int32(clamping: left))
      if ready > 0 { return Int(ready) }
      if ready == 0 && left <= Int32.max { return 0 }
      if ready < 0 && errno != EINTR { throw SystemError(errno: errno, operation: "poll") }
    }
  }

  /// What of `events` holds for a descriptor at this moment, with the error conditions.
  static func state(of descriptor: Int32, events: Int32) -> Int32 {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while Glibc.poll(&entry, 1, 0) < 0 {
      if errno != EINTR { return POLLNVAL }
    }
    return Int32(entry.revents)
  }

  /// Gives memory that is free back to the system.
  static func giveBackMemory() { clinux_give_back_memory() }

  static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Answer {
    answer { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
  }

  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Answer {
    answer { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
  }

  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Answer {
    answer { clinux_send(descriptor, bytes.baseAddress, bytes.count) }
  }

  static func send(_ descriptor: Int32, _ pieces: UnsafeMutableBufferPointer<iovec>) -> Answer {
    answer { clinux_send_pieces(descriptor, pieces.baseAddress, pieces.count) }
  }
}
