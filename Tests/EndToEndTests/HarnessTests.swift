import Glibc
import Testing

@Suite("The harness itself")
struct HarnessTests {
  private func environment() -> [String: String] { ["PATH": Programs.searchPath, "TERM": "xterm"] }

  @Test("a program's output, errors and exit status come back")
  func process() throws {
    let script = "cat; echo oops >&2; exit 7"
    let child = try ChildProcess(["/bin/sh", "-c", script], environment: environment())
    let input = String(repeating: "0123456789\n", count: 100_000)
    let result = try child.finish(input)
    #expect(result == .init(status: 7, output: input, errors: "oops\n"))
  }

  @Test("a signal shows as 128 and its number")
  func signal() throws {
    let child = try ChildProcess(["/bin/cat"], environment: environment())
    #expect(child.process.isRunning)
    child.process.signal(SIGTERM)
    #expect(try child.process.exitStatus() == 128 + SIGTERM)
    #expect(!child.process.isRunning)
  }

  @Test("a program that says nothing is given up at the deadline")
  func deadline() throws {
    let child = try ChildProcess(["/bin/cat"], environment: environment())
    #expect(throws: HarnessError.self) { try child.output.line(by: .seconds(0.1)) }
    child.input.end()
    #expect(try child.output.line() == nil)
  }

  @Test("a program on a pseudo-terminal has it as its controlling terminal")
  func terminal() throws {
    let script = "true </dev/tty && tty && stty size && read line && echo got $line"
    let terminal = try PseudoTerminal(["/bin/sh", "-c", script], environment: environment())
    try terminal.screen.take(through: "/dev/pts/")
    try terminal.screen.take(through: "24 80")
    try terminal.type("hello\r")
    try terminal.screen.take(through: "got hello")
    #expect(try terminal.process.exitStatus() == 0)
  }

  @Test("a screen shows what a person would see")
  func screen() throws {
    let screen = try TerminalScreen(
      ["/bin/sh", "-c", "printf 'a\\rb\\n'; read x; exit 3"], environment: environment())
    #expect(try screen.wait(for: "b") == ["b"])
    try screen.enter("typed")
    try screen.wait(for: "typed")
    #expect(try screen.exitStatus() == 3)
  }
}
