import Testing

@testable import Options

@Suite struct HelpTests {
  @Test("Help is asked for in each of the usual ways")
  func ways() throws {
    #expect(try shownText("chatnet --help") == table.help(of: nil))
    #expect(try shownText("chatnet -h") == table.help(of: nil))
    #expect(try shownText("chatnet help") == table.help(of: nil))
    #expect(try shownText("chatnet help join") == table.help(of: .join))
    #expect(try shownText("chatnet join --help") == table.help(of: .join))
    #expect(try shownText("chatnet-join -h") == table.help(of: .join))
    #expect(try shownText("chatnet join --help --frob") == table.help(of: .join))
    #expect(try shownText("chatnet join -0h") == table.help(of: .join))
  }

  @Test("The version is asked for in each of the usual ways")
  func version() throws {
    for line in ["chatnet --version", "chatnet -V", "chatnet serve --version"] {
      #expect(try shownText(line) == "chatnet 0.1.0\n")
    }
  }

  @Test("Help fits into 80 columns, has no blanks at line ends and ends in a newline")
  func layout() {
    for text in ([nil] + Command.allCases.map(Optional.some)).map(table.help) {
      for line in text.split(separator: "\n") {
        #expect(line.count <= 80, "\(line)")
        #expect(line.last != " ", "\(line)")
      }
      #expect(text.hasSuffix("\n"))
    }
  }

  @Test("Help names each option of the command with its letter, and says what it takes")
  func complete() {
    for command in Command.allCases {
      let text = table.help(of: command)
      for option in table.options(of: command) {
        for spelling in option.spellings where option.kind != .toggle {
          #expect(text.contains(spelling), "\(command) \(spelling)")
        }
        #expect(text.contains(option.valueName))
      }
    }
    #expect(table.help(of: .join).contains("--[no-]timestamps"))
  }

  @Test("Help has what the command alone knows first, then what it shares with others, a blank line between")
  func groups() {
    let parts = table.help(of: .who).split(separator: "\n\n").map { $0.split(separator: "\n") }
    #expect(parts.count == 6)
    #expect(parts[2].first?.hasPrefix("  -r, --room ROOM") == true)
    #expect(parts[2].last?.hasPrefix("      --rooms") == true)
    #expect(parts[3].first?.hasPrefix("  -s, --server ADDRESS") == true)
    #expect(table.help(of: .help).split(separator: "\n\n").count == 5)
  }

  @Test("Help says what holds where nothing is said: the default, or the environment variable")
  func origins() {
    #expect(table.help(of: .serve).contains("TCP port to listen on, 0: any (default: 8080)"))
    #expect(table.help(of: .join).contains("[$CHATNET_SERVER]"))
    #expect(table.help(of: .join).contains("[$CHATNET_USER]"))
  }

  @Test("Help on the program names each command")
  func commands() {
    for spec in table.commands {
      #expect(table.help(of: nil).contains("\n  \(spec.command.rawValue)"))
      #expect(table.help(of: nil).contains(spec.summary))
    }
  }

  @Test("Every example in the help is a command line that is understood")
  func examples() throws {
    for example in table.commands.flatMap(\.examples) {
      let calls = example.split(whereSeparator: { "|&>".contains($0) })
        .filter { $0.contains("chatnet") }
      #expect(!calls.isEmpty)
      for call in calls { _ = try parse(String(call)) }
    }
  }
}
