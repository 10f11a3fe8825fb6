import Testing

@testable import Options

@Suite struct ArgumentParserTests {
  @Test(
    "A value is attached to its option or is the next word",
    arguments: ["-p8080", "-p 8080", "--port=8080", "--port 8080"])
  func valueSpellings(option: String) throws {
    #expect(try values("chatnet join \(option)").int(.port) == 8080)
  }

  @Test("Letters are bundled, and the last of them may take a value")
  func bundles() throws {
    let values = try values("chatnet who -lqrops")
    #expect(values.flag(.long))
    #expect(values.flag(.quiet))
    #expect(values.string(.room) == "ops")
  }

  @Test("Options and operands mix in any order")
  func mixed() throws {
    let invocation = try invocation("chatnet send bob --notice carol -m hi - dave")
    #expect(invocation.command == .send)
    #expect(invocation.operands == ["bob", "carol", "-", "dave"])
    let values = invocation.values(environment: { _ in nil })
    #expect(values.flag(.notice))
    #expect(values.string(.message) == "hi")
  }

  @Test("Two dashes end the options")
  func endOfOptions() throws {
    #expect(try invocation("chatnet send -- -m --notice --").operands == ["-m", "--notice", "--"])
  }

  @Test(
    "Whatever follows an option that takes a value is its value",
    arguments: ["--", "-x", "--notice", "-5", "-", "a=b"])
  func oddValues(value: String) throws {
    #expect(try values("chatnet send -m \(value)").string(.message) == value)
    #expect(try values("chatnet send --message=\(value)").string(.message) == value)
  }

  @Test("A name and a message may be empty: the server says what is wrong with that")
  func emptyValue() throws {
    guard case .run(let invocation) = try table.parse(["chatnet", "send", "-u", "", "--message="]) else {
      throw Unexpected.text
    }
    let values = invocation.values(environment: { _ in nil })
    #expect(values.string(.user) == "")
    #expect(values.string(.message) == "")
  }

  @Test("A repeatable option keeps every value in order, any other one the last")
  func repetition() throws {
    let values = try values("chatnet join -r a --room b -rc -u one --nick two -n three")
    #expect(values.strings(.room) == ["a", "b", "c"])
    #expect(values.string(.user) == "three")
  }

  @Test("An option may be repeatable for one command and not for another")
  func repetitionByCommand() throws {
    #expect(try Self.rooms("chatnet send -r a -r b") == ["a", "b"])
    #expect(try Self.rooms("chatnet who -r a -r b") == ["b"])
  }

  private static func rooms(_ line: String) throws -> [String] {
    try OptionsTests.values(line).strings(.room)
  }

  @Test("--json is --format json, and the last of both counts")
  func shorthand() throws {
    #expect(try values("chatnet who --json").string(.format) == "json")
    #expect(try values("chatnet who --json --format tsv").string(.format) == "tsv")
    #expect(try values("chatnet who --format tsv --json").string(.format) == "json")
  }

  @Test("A toggle is on, off or not given")
  func toggles() throws {
    #expect(try values("chatnet join").toggle(.timestamps) == nil)
    #expect(try values("chatnet join --timestamps").toggle(.timestamps) == true)
    #expect(try values("chatnet join --timestamps --no-timestamps").toggle(.timestamps) == false)
  }

  @Test(
    "Seconds have up to three decimals",
    arguments: [
      ("30", 30_000), ("0.5", 500), (".5", 500), (".125", 125), ("1.25", 1250), ("0.001", 1),
      ("999999999", 999_999_999_000),
    ])
  func seconds(text: String, milliseconds: Int) throws {
    #expect(try values("chatnet who --timeout \(text)").duration(.timeout) == .milliseconds(milliseconds))
  }

  @Test(
    "A link's name is the command", arguments: ["chatnet-send", "/usr/bin/chatnet-send", "./chatnet-send"])
  func links(name: String) throws {
    let invocation = try invocation("\(name) join")
    #expect(invocation.command == .send)
    #expect(invocation.operands == ["join"])
  }

  @Test("Any other name is the program's", arguments: ["chatnet", "chat", "/bin/chatnet-new", "chatnet-"])
  func otherNames(name: String) throws {
    #expect(try invocation("\(name) who").command == .who)
  }

  @Test("--config may stand before the command and after it")
  func configPath() throws {
    #expect(try invocation("chatnet --config a join").configPath == "a")
    #expect(try invocation("chatnet join --config=b").configPath == "b")
    #expect(try invocation("chatnet join").configPath == nil)
  }

  @Test("Every spelling in the table is understood where the table says so")
  func wholeTable() throws {
    for command in Command.allCases where command != .help {
      for option in table.options(of: command) where ![.help, .version].contains(option.key) {
        for spelling in option.spellings {
          let value = option.kind.sample
          let words = ["chatnet", command.rawValue, spelling] + (value.map { [$0] } ?? [])
          guard case .run(let invocation) = try table.parse(words) else { throw Unexpected.text }
          #expect(invocation.operands.isEmpty, "\(words)")
          #expect(invocation.given.count == 1, "\(words)")
        }
      }
    }
  }
}

extension ValueKind {
  /// A value that the option takes, nil for flags.
  fileprivate var sample: String? {
    switch self {
    case .flag, .toggle, .shorthand: nil
    case .number(let range): "\(range.lowerBound)"
    case .seconds: "1"
    case .text, .anyText, .room, .file: "word"
    case .choice(let words): words[0]
    }
  }
}
