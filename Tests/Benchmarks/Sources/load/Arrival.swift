/// Clients that connect and register, so many at once; each is there when it has read the end of the message of the
/// day.
struct Arrival: Listener {
  let wanted: Int
  let atOnce: Int
  /// What the names of the clients begin with.
  var prefix = Arrival.usualPrefix
  /// What is asked for, a blank between two; nothing for a plain client.
  let capabilities: String
  private var begun = 0
  private var arrived = 0

  init(of wanted: Int, atOnce: Int, capabilities: String) {
    self.wanted = wanted
    self.atOnce = atOnce
    self.capabilities = capabilities
  }

  mutating func run(_ crowd: Crowd, until deadline: Int64) throws(Failure) {
    while arrived < wanted {
      while begun < wanted && begun - arrived < atOnce {
        try crowd.connect()
        begun += 1
      }
      try crowd.turn(&self)
      if Time.now > deadline {
        throw Failure("only \(arrived) of \(wanted) clients could register", exitCode: 75)
      }
    }
  }

  private static let usualPrefix = "b"

  static func name(of client: Int) -> String { "\(usualPrefix)\(client)" }

  mutating func connected(_ client: Int, of crowd: Crowd) throws(Failure) {
    let introduction = "NICK \(prefix)\(client)\r\nUSER bench 0 * :bench"
    let request = capabilities.isEmpty ? "" : "CAP REQ :\(capabilities)\r\n"
    try crowd.send(request + introduction, from: client)
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    switch line.verb {
    case Verb.welcomed, Verb.welcomedBriefly: arrived += 1
    case Verb.capability where line.text.contains(" ACK "): try crowd.send("CAP END", from: client)
    case Verb.capability where line.text.contains(" NAK "), Verb.nameTaken:
      throw Failure("client \(client) was refused: \(line.text)")
    default: break
    }
  }
}
