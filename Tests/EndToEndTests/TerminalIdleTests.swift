import Glibc
import Testing

@Suite("join on a terminal on which nothing happens")
struct TerminalIdleTests {
  /// How often the process has been given a processor, and for how many nanoseconds, all its threads together.
  private struct Running: Equatable {
    var nanoseconds: UInt64 = 0
    var times: UInt64 = 0

    init(of process: pid_t) throws {
      let tasks = "/proc/\(process)/task"
      for task in TemporaryFolder.entries(of: tasks) {
        let numbers = try TemporaryFolder.contents(of: "\(tasks)/\(task)/schedstat")
          .split { $0 == " " || $0 == "\n" }.compactMap { UInt64($0) }
        guard numbers.count == 3 else { throw HarnessError("three numbers expected: \(numbers)") }
        nanoseconds += numbers[0]
        times += numbers[2]
      }
    }
  }

  @Test("it does not run at all", arguments: ["", "half a line"])
  func idle(typed: String) throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      try alice.type(typed)
      try alice.screen.take(through: String(typed.suffix(1)))
      let settled = Deadline.seconds(1)
      while settled.wait(for: POLLIN, on: alice.screen.descriptor) { alice.screen.readOnce() }
      let before = try Running(of: alice.process.id)
      let isQuiet = !Deadline.seconds(2).wait(for: POLLIN, on: alice.screen.descriptor)
      #expect(isQuiet)
      #expect(try Running(of: alice.process.id) == before)
    }
  }
}
