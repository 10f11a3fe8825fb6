import Client
import Reactor
import Testing
import Wire

@testable import Pipe

@Suite("The commands that are run for messages")
struct CommandRunnerTests {
  @Test("once no more are to start, those that wait are forgotten, and those that run come to their end")
  func startNoMore() throws {
    let server = ServerAddress.tcp(host: "127.0.0.1", port: 1)
    let runner = try CommandRunner("exit 0", server: server, showsOutput: false)
    for number in 0...CommandRunner.mostRunning {
      runner.see(Record(.message, time: Timestamp(milliseconds: 0), text: Array("\(number)".utf8)))
    }
    runner.start()
    #expect(!runner.isIdle)
    runner.startNoMore()
    let poller = try Poller()
    try poller.add(runner.descriptor, token: 0, interest: .read)
    var ends = 0
    while !runner.isIdle, ends < 100 {
      let ready = try poller.wait(timeoutMilliseconds: 20_000) { _ in }
      ends = ready == 0 ? 100 : ends + 1
      runner.look()
    }
    #expect(runner.isIdle)
  }
}
