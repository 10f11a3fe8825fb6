/// What the program was asked to do.
struct Arguments {
  var scenario = ""
  private var values: [String: String] = [:]
  private(set) var withCapabilities = false
  private(set) var withStoppedReader = false
  private(set) var byTLS = false
  private(set) var areKilled = false
  private(set) var isServerHeld = false

  private static let options = [
    "port", "socket", "pid", "clients", "senders", "window", "seconds", "rate", "rounds", "at-once",
    "deadline", "burst", "staying", "line", "prepare",
  ]

  static let usage = """
    usage: load SCENARIO --port PORT|--socket PATH --pid PID [OPTION VALUE]...
      room      some members of a room write (--window 1 --senders 1: one message at a time)
      private   one half of the clients writes to the other half
      rounds    one member writes its window and waits until it was read, --rounds times
      private-rounds  the same from one client to another, outside any room
      pace      one member writes --rate messages a second; latency
                (--burst N: with each, another writes N long lines to the last; --stopped: who does not read)
      arrive    the clients register, are idle for a while, and join one room
      vanish    all members of a room but --staying end their connections at once, without a word
                (--killed: with the process that has them; --held: while the server is stopped)
      probe     one client asks for a PONG --rate times a second; latency
      siege     the last --senders of the clients say --line as fast as it is read, after the lines of --prepare
                (% stands for the number of who speaks; --stopped: they do not read)
      lines     the last of the clients says --line, --rounds times, and waits until all is answered
      --tls           by TLS, whatever certificate there is
      --capabilities  with server-time, message-tags, echo-message, and account-tag on a Unix socket
      and \(options.map { "--" + $0 }.joined(separator: ", "))
    """

  init(_ words: [String]) throws(Failure) {
    var words = words[...]
    guard let scenario = words.popFirst() else { throw Failure(Arguments.usage, exitCode: 64) }
    self.scenario = scenario
    while let word = words.popFirst() {
      if word == "--capabilities" {
        withCapabilities = true
        continue
      }
      if word == "--tls" {
        byTLS = true
        continue
      }
      if word == "--stopped" {
        withStoppedReader = true
        continue
      }
      if word == "--killed" {
        areKilled = true
        continue
      }
      if word == "--held" {
        isServerHeld = true
        continue
      }
      guard word.hasPrefix("--"), Arguments.options.contains(String(word.dropFirst(2))),
        let value = words.popFirst()
      else { throw Failure("\(word): unknown, or without a value\n\(Arguments.usage)", exitCode: 64) }
      values[String(word.dropFirst(2))] = value
    }
  }

  /// The path of the server's Unix socket, where each client has an account, if it is to be reached there.
  var socket: String? { values["socket"] }
  var withBurst: Bool { values["burst"] != nil }

  /// An option's value; one that is neither given nor has a usual value is an error.
  func number(_ option: String, or usual: Int? = nil) throws(Failure) -> Int {
    if let value = values[option] {
      if let number = Int(value), number > 0 { return number }
      throw Failure("--\(option): not a number: \(value)", exitCode: 64)
    }
    if let usual { return usual }
    throw Failure("--\(option) is missing", exitCode: 64)
  }

  /// An option's value as it is.
  func text(_ option: String, or usual: String? = nil) throws(Failure) -> String {
    if let value = values[option] ?? usual { return value }
    throw Failure("--\(option) is missing", exitCode: 64)
  }

  func seconds(_ option: String, or usual: Double) throws(Failure) -> Int64 {
    guard let value = values[option] else { return Time.nanoseconds(usual) }
    if let number = Double(value), number > 0 { return Time.nanoseconds(number) }
    throw Failure("--\(option): not a number: \(value)", exitCode: 64)
  }
}
