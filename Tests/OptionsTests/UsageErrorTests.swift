import Testing

@testable import Options

@Suite struct UsageErrorTests {
  @Test(
    "What is wrong is named in the first line",
    arguments: [
      ("chatnet", "chatnet: a command is missing: serve, join, send, who, completions and help"),
      (
        "chatnet frob",
        "chatnet: frob: unknown command (there is serve, join, send, who, completions and help)"
      ),
      ("chatnet jion", "chatnet: jion: unknown command (did you mean join?)"),
      ("chatnet sen", "chatnet: sen: unknown command (did you mean send?)"),
      ("chatnet send --frob", "chatnet: send: --frob: unknown option"),
      ("chatnet send -x", "chatnet: send: -x: unknown option"),
      ("chatnet send -0x", "chatnet: send: -x: unknown option"),
      ("chatnet send --ntoice", "chatnet: send: --ntoice: unknown option (did you mean --notice?)"),
      ("chatnet send --noticee=1", "chatnet: send: --noticee: unknown option (did you mean --notice?)"),
      ("chatnet who --linger 5", "chatnet: who: --linger: unknown option"),
      ("chatnet -p 80 serve", "chatnet: -p: options of a command stand after it"),
      ("chatnet serve -p", "chatnet: serve: -p: a value is missing (PORT)"),
      ("chatnet serve --motd", "chatnet: serve: --motd: a value is missing (FILE)"),
      ("chatnet serve --motd=", "chatnet: serve: --motd: the file name is empty"),
      ("chatnet who --room=", "chatnet: who: --room: the value is empty"),
      ("chatnet serve --socket=", "chatnet: serve: --socket: the file name is empty"),
      ("chatnet join --json=yes", "chatnet: join: --json takes no value, but was given yes"),
      ("chatnet join --no-timestamps=1", "chatnet: join: --no-timestamps takes no value, but was given 1"),
      ("chatnet join --no-json", "chatnet: join: --no-json: unknown option"),
      (
        "chatnet join #ops",
        "chatnet: join: #ops: unexpected (a name is given by -u, a room by -r, a server by -s)"
      ),
      ("chatnet completions", "chatnet: completions: a shell is missing: bash, zsh or fish"),
      ("chatnet completions sh", "chatnet: completions: sh: not one of bash, zsh or fish"),
      ("chatnet completions zsh bash", "chatnet: completions: bash: unexpected"),
      ("chatnet serve 80", "chatnet: serve: 80: unexpected (a port is given by -p, an address by -a)"),
      ("chatnet help send join", "chatnet: help: join: unexpected"),
      (
        "chatnet help frob",
        "chatnet: help: frob: unknown command (there is serve, join, send, who, completions and help)"
      ),
      ("chatnet send --notice --action", "chatnet: send: --notice and --action cannot be given together"),
      ("chatnet who -s a --host b", "chatnet: who: --server and --host cannot be given together"),
      ("chatnet join --color red", "chatnet: join: --color: red is not one of auto, always, never"),
      ("chatnet-who --frob", "chatnet: who: --frob: unknown option"),
    ])
  func firstLine(line: String, message: String) throws {
    let error = try #require(failure(line))
    #expect(error.text.split(separator: "\n").first.map(String.init) == message)
    #expect(error.exitCode == .usage)
  }

  @Test("Every option of every command is named when it is wrongly used", arguments: table.options)
  func every(option: OptionSpec) {
    for command in option.commands {
      let name = "--\(option.key.rawValue)"
      let misused = ["chatnet", command.rawValue, name + (option.kind.takesValue ? "" : "=yes")]
      let problem = option.kind.takesValue ? ": a value is missing" : " takes no value, but was given yes"
      let error = #expect(throws: OptionsError.self) { try table.parse(misused) }
      #expect(error?.text.hasPrefix("chatnet: \(command.rawValue): \(name)\(problem)") == true)
      #expect(error?.exitCode == .usage)
    }
  }

  @Test(
    "A port is a whole number within its range",
    arguments: ["", "x", "8080x", "-1", "+80", "65536", "99999999999999999999", "80.0", "٨٠", " 80"])
  func ports(text: String) {
    do {
      _ = try table.parse(["chatnet", "serve", "--port=\(text)"])
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.text.contains("is not a whole number from 0 to 65535"))
    }
  }

  @Test("A server listens on port 0, a client does not connect to it")
  func portZero() throws {
    #expect(try values("chatnet serve -p 0").int(.port) == 0)
    let error = try #require(failure("chatnet who -p 0"))
    #expect(error.text.hasPrefix("chatnet: who: -p: 0 is not a whole number from 1 to 65535\n"))
  }

  @Test(
    "A span is a positive decimal number",
    arguments: ["", "0", "0.0", "0.000", "-1", "5.", "1.2345", "1e3", "30s", "1.2.3", "1000000000"])
  func spans(text: String) {
    do {
      _ = try table.parse(["chatnet", "who", "--timeout=\(text)"])
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.text.contains("is not a number of seconds above 0, such as 30 or 0.5"))
    }
  }

  @Test("The second line says how the command is used, and there is no third")
  func usageLine() throws {
    #expect(failure("chatnet send -x")?.text.split(separator: "\n").count == 2)
    #expect(
      failure("chatnet send -x")?.text.hasSuffix("\nusage: chatnet send [option ...] [target ...]\n") == true)
    #expect(
      failure("chatnet frob")?.text.hasSuffix("\nusage: chatnet command [option ...] [operand ...]\n") == true
    )
  }

  @Test("An argument that holds controls, or goes on and on, stays one short line")
  func hostileArguments() throws {
    for argument in ["a\nb", "\u{1B}[2J", "\u{202E}x", "a\u{0}b", String(repeating: "x", count: 100_000)] {
      do {
        _ = try table.parse(["chatnet", argument])
        Issue.record("\(argument) was taken")
      } catch {
        let lines = error.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(lines[0].count < 180)
        #expect(!error.text.unicodeScalars.contains { "\u{1B}\u{202E}\u{0}".unicodeScalars.contains($0) })
      }
    }
  }

  @Test("Long names are not abbreviated: a script that did would break when a name is added")
  func abbreviation() {
    #expect(failure("chatnet who --quie")?.text.contains("(did you mean --quiet?)") == true)
  }
}
