import Testing

@testable import Options

@Suite("What the options of the clients set, and what they refuse")
struct ClientOptionTests {
  @Test(
    "A flag is off until it is given",
    arguments: [
      ("join", OptionKey.noInput), ("join", .literal), ("join", .noBell), ("join", .null), ("send", .notice),
      ("send", .action), ("send", .noSplit), ("send", .whole), ("send", .printID), ("send", .null),
      ("who", .long), ("who", .quiet), ("who", .watch), ("who", .wait), ("who", .rooms), ("who", .null),
    ])
  func flags(command: String, key: OptionKey) throws {
    #expect(try !values("chatnet \(command)").flag(key))
    #expect(try values("chatnet \(command) --\(key.rawValue)").flag(key))
    let message = "chatnet: \(command): --\(key.rawValue) takes no value, but was given yes\n"
    #expect(failure("chatnet \(command) --\(key.rawValue)=yes")?.text.hasPrefix(message) == true)
  }

  @Test(
    "An option with a value holds what was given",
    arguments: [
      ("join --input tsv", OptionKey.input, "tsv"), ("join", .input, "lines"),
      ("join --since 10m", .since, "10m"), ("join --resume log", .resume, "log"),
      ("join --exec ./bot", .exec, "./bot"), ("join --retry never", .retry, "never"),
      ("join --retry forever", .retry, "forever"), ("send --unsent kept", .unsent, "kept"),
      ("who --password-command pass", .passwordCommand, "pass"), ("send --format tsv", .format, "tsv"),
      ("who -r ops", .room, "ops"), ("join --color never", .color, "never"),
    ])
  func texts(line: String, key: OptionKey, value: String) throws {
    #expect(try values("chatnet \(line)").string(key) == value)
  }

  @Test(
    "A span of time is a span, also where words may stand instead",
    arguments: [
      ("join --linger 0.5", OptionKey.linger, Duration.milliseconds(500)),
      ("join --retry 90", .retry, .seconds(90)), ("send --reply 2.5", .reply, .milliseconds(2500)),
      ("join --timeout 5", .timeout, .seconds(5)),
    ])
  func spans(line: String, key: OptionKey, value: Duration) throws {
    let values = try values("chatnet \(line)")
    #expect(values.duration(key) == value)
    #expect(values.string(key) == nil)
  }

  @Test("A word in place of a span is no span")
  func words() throws {
    #expect(try values("chatnet join --retry forever").duration(.retry) == nil)
  }

  @Test("What was not given has no value", arguments: [OptionKey.linger, .retry, .reply])
  func spansNotGiven(key: OptionKey) throws {
    #expect(try values("chatnet \(key == .reply ? "send" : "join")").duration(key) == nil)
  }

  @Test("A number is a number", arguments: [("count", OptionKey.count, 3), ("history", .history, 100_000)])
  func numbers(name: String, key: OptionKey, value: Int) throws {
    #expect(try values("chatnet join --\(name) \(value)").int(key) == value)
    #expect(try values("chatnet join").int(key) == nil)
  }

  @Test(
    "A value that the option cannot take is named",
    arguments: [
      ("join --input xml", "--input: xml is not one of lines, tsv, json"),
      ("join --retry", "--retry: a value is missing (SECONDS)"),
      ("join --retry 0", seconds("--retry: 0", ", or one of never, forever")),
      ("join --retry always", seconds("--retry: always", ", or one of never, forever")),
      ("join --linger -1", seconds("--linger: -1")), ("join --linger forever", seconds("--linger: forever")),
      ("send --reply soon", seconds("--reply: soon")), ("who --timeout never", seconds("--timeout: never")),
      ("join --count 0", "--count: 0 is not a whole number from 1 up"),
      ("join --history 0", "--history: 0 is not a whole number from 1 to 100000"),
      ("join --history 100001", "--history: 100001 is not a whole number from 1 to 100000"),
      ("join --since=", "--since: the value is empty"), ("join --resume=", "--resume: the value is empty"),
      ("join --exec=", "--exec: the value is empty"), ("send --unsent=", "--unsent: the file name is empty"),
      ("who --password-command=", "--password-command: the value is empty"),
      ("send -r", "-r: a value is missing (ROOM)"),
    ])
  func refused(line: String, message: String) throws {
    let command = try #require(line.split(separator: " ").first)
    let error = try #require(failure("chatnet \(line)"))
    #expect(error.text.split(separator: "\n").first.map(String.init) == "chatnet: \(command): \(message)")
    #expect(error.exitCode == .usage)
  }

  private static func seconds(_ start: String, _ end: String = "") -> String {
    "\(start) is not a number of seconds above 0, such as 30 or 0.5\(end)"
  }

  @Test(
    "Options that contradict each other are refused together, in either order",
    arguments: [
      ("send", "--notice", "--action"), ("send", "--print-id", "--reply=1"),
      ("join", "--no-input", "--input=tsv"),
      ("join", "--linger=1", "--no-input"), ("join", "--resume=a", "--since=1h"),
      ("who", "--watch", "--wait"),
      ("who", "--watch", "--rooms"), ("who", "--wait", "--rooms"), ("who", "--quiet", "--watch"),
      ("who", "--quiet", "--rooms"), ("who", "--rooms", "--room=a"), ("who", "--rooms", "--long"),
      ("send", "--server=a", "--host=b"), ("send", "--password-command=a", "--password-file=b"),
    ])
  func contradictions(command: String, first: String, second: String) throws {
    let names = [first, second].map { $0.prefix { $0 != "=" } }
    let message = "chatnet: \(command): \(names[0]) and \(names[1]) cannot be given together\n"
    #expect(failure("chatnet \(command) \(first) \(second)")?.text.hasPrefix(message) == true)
    #expect(failure("chatnet \(command) \(second) \(first)")?.text.hasPrefix(message) == true)
  }

  @Test("An option is known to its commands alone")
  func strangers() {
    let lines = [
      "send --retry 5", "who --exec x", "join --whole", "join --unsent f", "send --resume x", "join --wait",
      "send --watch", "serve --timeout 5", "serve --password-command x", "who --reply 5", "send --count 1",
    ]
    for line in lines {
      #expect(failure("chatnet \(line)")?.text.contains(": unknown option") == true, "\(line)")
    }
  }
}
