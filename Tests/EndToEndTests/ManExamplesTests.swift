import Testing

/// What an example of the documents needs around it, and what is to come of it.
typealias Staging = @Sendable (ExampleStage) throws -> Void

@Suite("Every example of the manual and of the README works as it stands")
struct ManExamplesTests {
  @Test("there is a staging for each example, and an example for each staging")
  func complete() throws {
    let titles = try (DocumentedExample.manual() + DocumentedExample.readme()).map(\.title)
    #expect(Set(titles).count == titles.count)
    #expect(Set(titles).subtracting(Self.stagings.keys) == [], "they have no staging")
    #expect(Set(Self.stagings.keys).subtracting(titles) == [], "they are in no document")
  }

  @Test("it does what it says", arguments: stagings.keys.sorted())
  func works(title: String) throws {
    let written = try DocumentedExample.manual() + DocumentedExample.readme()
    let example = try #require(written.first { $0.title == title })
    let staging = try #require(Self.stagings[title])
    try withServer { server in try staging(ExampleStage(server, example)) }
  }

  @Test("the manual names the variables that a command of --exec finds, and no others")
  func variables() throws {
    let page = try TemporaryFolder.contents(of: "\(Programs.sources)/man/chatnet-join.1")
    let section = page.split(separator: "\n").drop { $0 != ".Ss What --exec sets" }.dropFirst().prefix {
      !$0.hasPrefix(".S")
    }
    let named = section.filter { $0.hasPrefix(".Ev ") }.map { $0.split(separator: " ")[1] }
    try withServer { server in
      let command = "env | sed -n 's/^\\(CHATNET_[A-Z]*\\)=.*/\\1/p' | sort | tr '\\n' ' '; echo"
      let bot = try server.join("bot", "--no-input", "--exec", command)
      try #expect(server.run("send", "-m", "hi", "bot").status == 0)
      let found = try #require(try bot.child.errors.line()).split(separator: " ")
      // The page says of the one that it is not there, and of the other that it is there elsewhere.
      #expect(Set(named).subtracting(["CHATNET_PASSWORD", "CHATNET_BOT"]) == Set(found))
    }
  }

  private static let stagings = Dictionary(
    uniqueKeysWithValues: [
      SendExamples.stagings, WhoExamples.stagings, JoinExamples.stagings, BotExamples.stagings,
      ServeExamples.stagings,
    ].joined().map { ($0.key, $0.value) })
}
