import CLinux
import Glibc

/// A process that a test started: how to wait for its end and to bring it about.
final class RunningProcess {
  let id: pid_t
  private let descriptor: Int32
  private var status: Int32?

  /// Takes over a process that has just been started.
  init(_ id: pid_t) {
    self.id = id
    descriptor = clinux_process_descriptor(id)
  }

  deinit {
    end()
    close(descriptor)
  }

  /// The exit status as a shell shows it: the code, or 128 and the number of the signal.
  func exitStatus(by deadline: Deadline = .usual) throws -> Int32 {
    if let status { return status }
    guard deadline.wait(for: POLLIN, on: descriptor) else { throw HarnessError("the process did not end") }
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0 {
      guard errno == EINTR else { throw HarnessError.system("waitpid") }
    }
    let signal = raw & 0x7F
    let shown = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
    status = shown
    return shown
  }

  /// Whether the process still runs.
  var isRunning: Bool { status == nil && !Deadline.seconds(0).wait(for: POLLIN, on: descriptor) }

  /// The processes that it has started and that it has not waited for.
  func children() throws -> [pid_t] {
    try TemporaryFolder.contents(of: "/proc/\(id)/task/\(id)/children").split(separator: " ").compactMap {
      pid_t($0)
    }
  }

  /// Sends the process a signal.
  func signal(_ number: Int32) {
    if status == nil { kill(id, number) }
  }

  /// Waits until it has taken a signal that it was sent.
  func awaitTaken(_ number: Int32, by deadline: Deadline = .usual) throws {
    while true {
      let status = try TemporaryFolder.contents(of: "/proc/\(id)/status")
      let waiting = status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") }
      let signals = waiting.flatMap { UInt64($0.dropFirst(8), radix: 16) } ?? 0
      if signals & 1 << UInt64(number - 1) == 0 { return }
      guard !deadline.isOver else { throw HarnessError("the signal \(number) was not taken") }
      Deadline.pause()
    }
  }

  /// Kills the process and its group, if it still runs, and waits for its end.
  func end() {
    if status != nil { return }
    kill(-id, SIGKILL)
    kill(id, SIGKILL)
    _ = try? exitStatus()
  }
}
