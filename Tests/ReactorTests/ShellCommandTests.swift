import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("A line of shell")
struct ShellCommandTests {
  /// What a line writes, and how it ends.
  private func run(
    _ line: String, input: String = "", environment: [String] = [], place: ShellCommand.Place = .apart
  ) throws -> (text: String, end: ShellCommand.End?) {
    let pipe = try PipeEnds()
    let text = try MemoryFile.holding(Array(input.utf8))
    let command = try ShellCommand(
      line, environment: environment.map { Array($0.utf8) },
      streams: (text.rawValue, pipe.writing, pipe.writing), place: place)
    #expect(waitFor(POLLIN, on: command.descriptor))
    return (String(decoding: readAvailable(pipe.reading), as: UTF8.self), command.takeEnd())
  }

  @Test("reads its input, writes its output, and has its environment alone")
  func streams() throws {
    let result = try run(
      "read line; echo \"$line, $NAME\"; echo wrong >&2; cat", input: "first\nsecond",
      environment: ["NAME=va lue"])
    #expect(result.text == "first, va lue\nwrong\nsecond")
    #expect(result.end == .exited(0))
    #expect(try run("/usr/bin/env", environment: ["ONE=1"]).text.contains("ONE=1"))
    #expect(try !run("/usr/bin/env", environment: ["ONE=1"]).text.contains("HOME="))
  }

  @Test("may begin with a dash")
  func dash() throws {
    let result = try run("-no-such-command")
    #expect(result.end == .exited(127))
  }

  @Test(
    "tells how it ended",
    arguments: [
      ("exit 3", ShellCommand.End.exited(3), "ended with 3"),
      ("kill -KILL $$", .killed(9), "was ended by SIGKILL"),
      ("kill -TERM $$", .killed(15), "was ended by SIGTERM"),
    ])
  func ends(line: String, end: ShellCommand.End, text: String) throws {
    #expect(try run(line).end == end)
    #expect(end.description == text)
  }

  @Test(
    "has no signal blocked or ignored that this process has taken for itself, but those that were ignored before"
  )
  func signals() throws {
    let text = try run("cat /proc/self/status").text
    let masks = text.split(separator: "\n").filter { $0.hasPrefix("SigBlk") || $0.hasPrefix("SigIgn") }
    #expect(masks.count == 2)
    let own = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].filter { !System.isIgnored($0) }
    let taken = (own + [SIGPIPE]).reduce(UInt64(0)) { $0 | 1 << UInt64($1 - 1) }
    for mask in masks {
      let bits = try #require(UInt64(mask.split(separator: "\t")[1], radix: 16))
      #expect(bits & taken == 0)
    }
  }

  @Test("has no descriptor of this process but the three")
  func descriptors() throws {
    let ends = try PipeEnds()
    var status = stat()
    #expect(fstat(ends.reading, &status) == 0)
    // By what they lead to: ls has a descriptor of its own, which can have any number.
    let listing = try run("ls -l /proc/self/fd").text
    #expect(listing.contains("pipe:["))
    #expect(!listing.contains("pipe:[\(status.st_ino)]"))
  }

  @Test("stands in a session of its own, or in this one", arguments: [true, false])
  func session(isApart: Bool) throws {
    let text = try run("cut -d' ' -f6 /proc/$$/stat", place: isApart ? .apart : .beside).text
    let own = text == "\(getsid(0))\n"
    #expect(own != isApart)
  }

  @Test("gets a signal with all that it has started")
  func signal() throws {
    let pipe = try PipeEnds()
    let empty = try MemoryFile.holding([])
    let command = try ShellCommand(
      "echo ready; cat /proc/self/status >/dev/null; sleep 1000; echo never", environment: [],
      streams: (empty.rawValue, pipe.writing, 2), place: .apart)
    #expect(waitFor(POLLIN, on: pipe.reading))
    #expect(command.takeEnd() == nil)
    command.send(signal: SIGTERM)
    #expect(waitFor(POLLIN, on: command.descriptor))
    #expect(command.takeEnd() == .killed(SIGTERM))
  }

  @Test("can be run for its output, which need not be taken whole")
  func output() throws {
    let (bytes, end) = try ShellCommand.output(of: "echo hello; cat; exit 2", limit: 4)
    #expect(bytes == Array("hell".utf8))
    #expect(end == .exited(2))
    let much = try ShellCommand.output(of: "head -c 300000 /dev/zero", limit: 100_000)
    #expect(much.bytes.count == 100_000)
    #expect(much.end == .exited(0))
  }
}
