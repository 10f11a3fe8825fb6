import Wire

@testable import Relay

/// What has happened before the first step: a state, which costs less to read than to come to.
struct Opening: Sendable {
  let state: [UInt8]
  let seats: [Seat]
  let now: Stamp

  private static let company = made(crowd: 0)
  private static let crowded = made(crowd: 40)

  /// The stage on which an input is played.
  static func stage(for settings: Settings) -> Stage {
    let configuration = configuration(settings)
    if settings.contains(.inCrowd) { return Stage(configuration, from: crowded) }
    if settings.contains(.inCompany) { return Stage(configuration, from: company) }
    return Stage(configuration)
  }

  private static func configuration(_ settings: Settings) -> RelayConfiguration {
    var configuration = RelayConfiguration()
    configuration.network.foundedAt = Timestamp(milliseconds: 1_795_248_000_000)
    configuration.network.hashKey = HashKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
    configuration.network.accounts = .open
    configuration.network.keptAccounts = ["dora", "emil"].enumerated().map { index, name in
      var record = AccountRecord(
        id: AccountID(realm: .network, name: name, generation: Int64(index + 1)), verifier: Stage.verifier,
        madeAt: Timestamp(milliseconds: 0))
      record.certificates = [[UInt8(index)]]
      return record
    }
    configuration.network.operators = [AccountID(realm: .host("localhost"), name: "alice")]
    configuration.node.startedAt = configuration.network.foundedAt
    configuration.node.motd = ["Welcome.", ""]
    if settings.contains(.hasPassword) { configuration.node.password = "secret" }
    configuration.node.awaitsCommits = settings.contains(.keeps)
    configuration.node.reportsFacts = settings.contains(.keeps)
    configuration.node.hasStore = settings.contains(.keeps)
    if settings.contains(.isSmall) { configuration.node.maximumClients = 6 }
    if settings.contains(.isOpen) {
      configuration.network.showsHosts = true
      configuration.network.standingRoomModes = []
      configuration.network.roomModes = []
    }
    return configuration
  }

  /// Users who differ in where they come from and in what they ask for.
  private static let users: [(name: String, uid: UInt32?, capabilities: String)] = [
    ("alice", 1_000, ""),
    ("bob", nil, "message-tags server-time echo-message labeled-response batch draft/multiline"),
    ("carol", 1_002, "server-time account-tag standard-replies chatnet/names"),
    ("carol", 1_002, "chatnet/unseen chatnet/replies echo-message labeled-response batch"),
    ("dave", nil, "batch draft/multiline away-notify"),
    ("erin", nil, "multi-prefix message-tags draft/pre-away"),
    ("Åsa", nil, "server-time message-tags account-tag"), ("eve", nil, "cap-notify echo-message"),
  ]

  private static func made(crowd count: Int) -> Opening {
    let stage = Stage(configuration([.isOpen]))
    stage.seats += Array(repeating: Seat(), count: count)
    for (place, user) in users.enumerated() {
      stage.open(place, user.uid.map { Origin(.local(uid: $0)) } ?? Stage.origin(of: place))
      enter(place, user.name, user.capabilities, "JOIN #lobby,#ops", on: stage)
    }
    for place in stage.seats.indices.dropFirst(users.count) {
      let name = "member-\(place)-" + String(repeating: "m", count: 15)
      let room = "#room-of-\(place)-" + String(repeating: "r", count: 40)
      stage.open(place, Stage.origin(of: place))
      enter(
        place, name, "", "JOIN #lobby,\(room)", "TOPIC \(room) :" + String(repeating: "t", count: 250),
        on: stage)
    }
    for place in stage.seats.indices { stage.seats[place].reads = [] }
    let opening = Opening(state: stage.relay.encodedState(), seats: stage.seats, now: stage.now)
    stage.finish()
    return opening
  }

  private static func enter(
    _ place: Int, _ name: String, _ capabilities: String, _ lines: String..., on stage: Stage
  ) {
    let signOn = [
      "CAP REQ :\(capabilities)", "NICK \(name)", "USER \(name) 0 * :" + String(repeating: name, count: 5),
      "CAP END",
    ]
    stage.read(Array((signOn + lines).map { "\($0)\r\n" }.joined().utf8), at: place)
    stage.settle()
    if !stage.relay.isRegistered(stage.id(place)) { fatalError("\(name) has not entered") }
  }
}
