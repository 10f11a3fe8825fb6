import Testing

@testable import Options

@Suite struct ManPageTests {
  private let main: ManPage

  init() throws {
    main = try ManPage(named: ManPage.main)
  }

  /// The options of a command, as its page and the main one should have them.
  private func known(of command: Command) -> Set<ManPage.Row> {
    Set(
      table.options(of: command).flatMap { option in
        option.spellings.map {
          ManPage.Row(command: command, spelling: $0, value: option.valueName.lowercased())
        }
      })
  }

  @Test(
    "The page of a command and the main one explain the command's options, each once, and no others",
    arguments: Command.running)
  func options(of command: Command) throws {
    let page = try ManPage(named: ManPage.name(of: command))
    let explained = page.options(of: command) + main.sharedOptions.filter { $0.command == command }
    let known = known(of: command)
    #expect(known.subtracting(explained) == [], "missing from the page")
    #expect(Set(explained).subtracting(known) == [], "missing from the table")
    #expect(explained.count == Set(explained).count, "explained twice")
  }

  @Test("The main page explains the options of the commands that have no page, and no others")
  func optionsWithoutPage() {
    for command in Command.allCases where !Command.running.contains(command) {
      #expect(main.sharedOptions.filter { $0.command == command }.count == known(of: command).count)
      #expect(Set(main.sharedOptions.filter { $0.command == command }) == known(of: command))
    }
    #expect(main.options(of: .help).isEmpty)
  }

  @Test(
    "The page of a command names the options that the main page explains for it", arguments: Command.running)
  func referredOptions(of command: Command) throws {
    let page = try ManPage(named: ManPage.name(of: command))
    let shared = main.sharedOptions.filter { $0.command == command }.map(\.spelling)
    #expect(page.referredOptions.sorted() == shared.sorted())
  }

  @Test("The main page prints the exit codes with their meanings, and no others")
  func exitCodes() {
    let printed = main.items(of: "EXIT STATUS", marked: ".It ").map { "\($0.item) \($0.text)" }
    #expect(printed == ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" })
  }

  @Test(
    "The page of a command explains exit codes that there are, in their order", arguments: Command.running)
  func exitCodes(of command: Command) throws {
    let page = try ManPage(named: ManPage.name(of: command))
    let printed = page.items(of: "EXIT STATUS", marked: ".It ").map(\.item)
    let known = ExitCode.allCases.filter { $0 != .answerIsNo || command == .who }.map { "\($0.rawValue)" }
    #expect(printed.count > 4)
    #expect(printed == known.filter(printed.contains))
  }

  @Test("The main page names the environment variables that set options, and no others of chatnet's")
  func environment() {
    let printed = main.items(of: "ENVIRONMENT", marked: ".It Ev CHATNET_").map { "CHATNET_\($0.item)" }
    #expect(printed == table.environment.map(\.variable))
  }

  @Test("The pages list the options that the configuration file cannot hold", arguments: Command.running)
  func notConfigurable(of command: Command) throws {
    let page = try ManPage(named: ManPage.name(of: command))
    let shared = main.sharedOptions.filter { $0.command == command }.map(\.spelling)
    let printed = page.notConfigurable(in: "OPTIONS")
    let general = main.notConfigurable(in: "CLIENT OPTIONS").filter { shared.contains("--\($0)") }
    let known = table.options(of: command).filter { !$0.configurable }.map(\.key.rawValue)
    #expect((printed + general).sorted() == known.sorted())
  }

  @Test("The main page lists of its own options alone which exclude each other and stand in no file")
  func ownLists() {
    let explained = Set(main.sharedOptions.map(\.spelling))
    let listed =
      main.exclusions(in: "CLIENT OPTIONS").flatMap { $0 } + main.notConfigurable(in: "CLIENT OPTIONS")
    #expect(listed.count > 4)
    #expect(Set(listed.map { "--\($0)" }).subtracting(explained) == [])
  }

  @Test("The pages list the options that exclude each other, each pair once", arguments: Command.running)
  func exclusions(of command: Command) throws {
    let page = try ManPage(named: ManPage.name(of: command))
    let shared = main.sharedOptions.filter { $0.command == command }.map(\.spelling)
    let general = main.exclusions(in: "CLIENT OPTIONS").filter {
      $0.allSatisfy { shared.contains("--\($0)") }
    }
    let printed = page.exclusions(in: "OPTIONS") + general
    let known = Set(
      table.options(of: command).flatMap { option in
        option.excludes.map { Set([option.key.rawValue, $0.rawValue]) }
      })
    #expect(Set(printed) == known)
    #expect(printed.count == known.count)
  }

  @Test("The synopsis of the main page shows each command, that of a command's page the command")
  func synopsis() throws {
    #expect(main.items(of: "SYNOPSIS", marked: ".Cm ").map(\.item) == Command.allCases.map(\.rawValue))
    for command in Command.running {
      let page = try ManPage(named: ManPage.name(of: command))
      #expect(page.section("SYNOPSIS").first.map(String.init) == ".Nm chatnet Cm \(command.rawValue)")
    }
  }

  @Test("Each page has the sections of its kind", arguments: ManPage.names)
  func sections(of name: String) throws {
    let headings = try ManPage(named: name).headings
    let common = ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES", "SEE ALSO"]
    let own = [
      "chatnet": ["CLIENT OPTIONS", "FILES", "PITFALLS"], "chatnet-join": ["OPTIONS", "KEYS", "SIGNALS"],
    ]
    let wanted = common + (own[name] ?? ["OPTIONS"])
    #expect(Set(wanted).subtracting(headings) == [])
    #expect(Set(headings).count == headings.count)
  }

  @Test("What a page refers to is there", arguments: ManPage.names)
  func references(of name: String) throws {
    for reference in try ManPage(named: name).references {
      #expect(ManPage.names.contains(reference.page), "\(reference)")
      let page = try ManPage(named: reference.page)
      #expect(page.headings.contains(reference.title), "\(reference)")
    }
  }

  @Test("Each page names all others, and help names the page of its command")
  func seeAlso() throws {
    for name in ManPage.names {
      let named = try ManPage(named: name).items(of: "SEE ALSO", marked: ".Xr chatnet").map {
        "chatnet" + $0.item.prefix { $0 != " " }
      }
      #expect(named.sorted() == ManPage.names.filter { $0 != name }.sorted())
    }
    for command in Command.allCases {
      let page = Command.running.contains(command) ? ManPage.name(of: command) : ManPage.main
      #expect(table.help(of: command).hasSuffix("\nThe whole story: man \(page)\n"))
    }
    #expect(table.help(of: nil).hasSuffix(" The whole story: man chatnet\n"))
  }

  @Test("mandoc finds nothing to say about a page", arguments: ManPage.names)
  func lint(_ name: String) throws {
    let outcome = try run(["mandoc", "-T", "lint", "-W", "style", ManPage.path(of: name)])
    // Which other pages are installed says something about the machine, not about this page.
    let remarks = outcome.output.split(separator: "\n").filter {
      !$0.contains("referenced manual not found") && !$0.contains("outdated mandoc.db")
    }
    #expect(remarks == [])
  }

  @Test("A page fits 80 columns, and the main one has at most 300 lines then", arguments: ManPage.names)
  func size(of name: String) throws {
    let outcome = try run(["mandoc", "-T", "utf8", "-O", "width=80", ManPage.path(of: name)])
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(outcome.status == 0 && lines.count > 50)
    if name == ManPage.main { #expect(lines.count <= 300) }
    // A letter in bold or underlined stands behind another one and a step back.
    let wide = lines.filter { $0.count - 2 * $0.count { $0 == "\u{8}" } > 80 }
    #expect(wide == [])
  }
}
