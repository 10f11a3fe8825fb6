import Testing

@testable import Options

@Suite struct PrecedenceTests {
  /// What counts for a command line, an environment and a file together.
  private func merged(
    _ line: String, environment: [String: String] = [:], file: String = ""
  ) throws -> OptionValues {
    let config = try ConfigFile(Array(file.utf8), path: "config", table: table)
    return try invocation(line).values(environment: { environment[$0] }, config: config)
  }

  @Test("The command line counts before the environment, the environment before the file")
  func order() throws {
    let environment = ["CHATNET_USER": "environment"]
    let file = "user file\n"
    #expect(try merged("chatnet join -u argv", environment: environment, file: file).string(.user) == "argv")
    #expect(try merged("chatnet join", environment: environment, file: file).string(.user) == "environment")
    #expect(try merged("chatnet join", file: file).string(.user) == "file")
    #expect(try merged("chatnet join").string(.user) == nil)
  }

  @Test("The file counts before the defaults")
  func defaults() throws {
    #expect(try merged("chatnet serve").int(.port) == 8080)
    #expect(try merged("chatnet serve", file: "port 9000").int(.port) == 9000)
    #expect(try merged("chatnet who").duration(.timeout) == .seconds(30))
    #expect(try merged("chatnet join").string(.color) == "auto")
    #expect(try merged("chatnet who").int(.port) == nil)
  }

  @Test("An option is given where anything but the table's default sets it")
  func given() throws {
    #expect(try !merged("chatnet who").isGiven(.timeout))
    #expect(try merged("chatnet who --timeout 30").isGiven(.timeout))
    #expect(try merged("chatnet who", file: "timeout 30").isGiven(.timeout))
    #expect(try merged("chatnet who", environment: ["CHATNET_USER": "bob"]).isGiven(.user))
  }

  @Test("Every default in the table is a value that its option takes")
  func defaultsParse() throws {
    for option in table.options {
      if let text = option.defaultValue { _ = try option.kind.parse(text) }
    }
  }

  @Test("An empty environment variable is not set")
  func emptyVariable() throws {
    #expect(try merged("chatnet join", environment: ["CHATNET_USER": ""]).string(.user) == nil)
  }

  @Test("The environment says nothing to the server")
  func serverIgnoresEnvironment() throws {
    let values = try merged("chatnet serve", environment: ["CHATNET_SERVER": "x", "CHATNET_USER": "y"])
    #expect(values.string(.server) == nil)
    #expect(values.string(.user) == nil)
  }

  @Test("Where the server is comes whole from the first place that says any of it")
  func serverGroup() throws {
    let environment = ["CHATNET_SERVER": "there:6667"]
    let file = "host elsewhere\nport 7000\n"
    let byPort = try merged("chatnet who -p 9000", environment: environment, file: file)
    #expect(byPort.int(.port) == 9000)
    #expect(byPort.string(.server) == nil)
    #expect(byPort.string(.host) == nil)

    let byEnvironment = try merged("chatnet who", environment: environment, file: file)
    #expect(byEnvironment.string(.server) == "there:6667")
    #expect(byEnvironment.int(.port) == nil)

    let byFile = try merged("chatnet who", file: file)
    #expect(byFile.string(.host) == "elsewhere")
    #expect(byFile.int(.port) == 7000)
  }

  @Test(
    "A password file on the command line counts before a password in the environment, and that before a file's"
  )
  func passwordGroup() throws {
    let environment = ["CHATNET_PASSWORD": "secret"]
    let argv = try merged("chatnet who --password-file f", environment: environment)
    #expect(argv.string(.passwordFile) == "f")
    #expect(argv.string(.password) == nil)
    let variable = try merged("chatnet who", environment: environment, file: "password-file g")
    #expect(variable.string(.password) == "secret")
    #expect(variable.string(.passwordFile) == nil)
  }

  @Test("How a password is found comes whole from the first place that says any way")
  func passwordWays() throws {
    let environment = ["CHATNET_PASSWORD": "secret"]
    let file = "password-command general\n[who]\npassword-file own\n"
    let argv = try merged("chatnet who --password-command argv", environment: environment, file: file)
    #expect(argv.string(.passwordCommand) == "argv")
    #expect(argv.string(.passwordFile) == nil)
    #expect(argv.string(.password) == nil)
    let variable = try merged("chatnet who", environment: environment, file: file)
    #expect(variable.string(.password) == "secret")
    #expect(variable.string(.passwordCommand) == nil)
    #expect(variable.string(.passwordFile) == nil)
    let own = try merged("chatnet who", file: file)
    #expect(own.string(.passwordFile) == "own")
    #expect(own.string(.passwordCommand) == nil)
    #expect(try merged("chatnet send", file: file).string(.passwordCommand) == "general")
  }

  @Test("An option of one command alone goes through the same places")
  func ownOptions() throws {
    let general = "retry forever\nhistory 10\nunsent kept\n"
    let own = general + "[join]\nretry never\n[send]\nunsent other\n"
    #expect(try merged("chatnet join", file: general).string(.retry) == "forever")
    #expect(try merged("chatnet join", file: general).int(.history) == 10)
    #expect(try merged("chatnet join", file: own).string(.retry) == "never")
    #expect(try merged("chatnet join --retry 5", file: own).duration(.retry) == .seconds(5))
    #expect(try merged("chatnet join --history 3", file: own).int(.history) == 3)
    #expect(try merged("chatnet send", file: own).string(.unsent) == "other")
    #expect(try merged("chatnet send --unsent mine", file: own).string(.unsent) == "mine")
    #expect(try merged("chatnet join", file: own).string(.unsent) == nil)
    #expect(try merged("chatnet who", file: "[who]\nlong\n").flag(.long))
    #expect(try merged("chatnet send", file: "[send]\nno-split\n").flag(.noSplit))
    #expect(try merged("chatnet join").string(.input) == "lines")
  }

  @Test("A repeatable option is taken whole from the first place that has it")
  func repeatable() throws {
    let file = "room #a\nroom #b\n"
    #expect(try merged("chatnet join", file: file).strings(.room) == ["#a", "#b"])
    #expect(try merged("chatnet join -r c", file: file).strings(.room) == ["c"])
    #expect(try merged("chatnet join", file: file + "[join]\nroom #d\n").strings(.room) == ["#d"])
  }

  @Test("--json on the command line counts before a format in the file")
  func jsonOverFile() throws {
    #expect(try merged("chatnet who --json", file: "format tsv").string(.format) == "json")
    #expect(try merged("chatnet who --format text", file: "format json").string(.format) == "text")
  }

  @Test("A flag that the file turns on can be turned off under a heading, a toggle on the command line")
  func flagsOff() throws {
    #expect(try merged("chatnet join", file: "literal\n").flag(.literal))
    #expect(try !merged("chatnet join", file: "literal\n[join]\nliteral no\n").flag(.literal))
    #expect(try merged("chatnet join --no-timestamps", file: "timestamps").toggle(.timestamps) == false)
  }
}
