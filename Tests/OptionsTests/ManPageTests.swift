import Testing

@testable import Options

@Suite struct ManPageTests {
  private static let path = "\(packageFolder)/man/chatnet.1"

  private let page: ManPage

  init() throws {
    page = ManPage(try readFile(Self.path))
  }

  @Test("The page explains the options of the table, each under its commands, and no others")
  func options() {
    let explained = Set(page.options)
    let known = Set(
      Command.allCases.flatMap { command in
        table.options(of: command).flatMap { option in
          option.spellings.map {
            ManPage.Row(command: command, spelling: $0, value: option.valueName.lowercased())
          }
        }
      })
    #expect(known.subtracting(explained) == [], "missing from the page")
    #expect(explained.subtracting(known) == [], "missing from the table")
    #expect(page.options.count == explained.count, "explained twice")
  }

  @Test("The page prints the exit codes with their meanings, and no others")
  func exitCodes() {
    let printed = page.items(of: "EXIT STATUS", marked: ".It ").map { "\($0.item) \($0.text)" }
    #expect(printed == ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" })
  }

  @Test("The page names the environment variables that set options, and no others of chatnet's")
  func environment() {
    let printed = page.items(of: "ENVIRONMENT", marked: ".It Ev CHATNET_").map { "CHATNET_\($0.item)" }
    #expect(printed == table.environment.map(\.variable))
  }

  @Test("The page lists the options that the configuration file cannot hold")
  func notConfigurable() {
    let printed = page.items(of: "FILES", marked: ".Fl -").map { $0.item.split(separator: " ")[0] }
    let known = table.options.filter { !$0.configurable }.map(\.key.rawValue)
    #expect(printed.map(String.init).sorted() == Set(known).sorted())
  }

  @Test("The page lists the options that exclude each other, each pair once")
  func exclusions() {
    let known = Set(
      table.options.flatMap { option in
        option.excludes.map { Set([option.key.rawValue, $0.rawValue]) }
      })
    #expect(Set(page.exclusions) == known)
    #expect(page.exclusions.count == known.count)
  }

  @Test("The synopsis shows each command")
  func synopsis() {
    let shown = page.items(of: "SYNOPSIS", marked: ".Cm ").map(\.item)
    #expect(shown == Command.allCases.map(\.rawValue))
  }

  @Test("mandoc finds nothing to say about the page")
  func lint() throws {
    let outcome = try run(["mandoc", "-T", "lint", "-W", "style", Self.path])
    // Which other pages are installed says something about the machine, not about this page.
    let remarks = outcome.output.split(separator: "\n").filter {
      !$0.contains("referenced manual not found") && !$0.contains("outdated mandoc.db")
    }
    #expect(remarks == [])
  }
}
