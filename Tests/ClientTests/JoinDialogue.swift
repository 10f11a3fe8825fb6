@testable import Client

/// What many tests of `join` begin with.
extension Dialogue where Mind == JoinSession {
  /// A session that has registered with a server like `chatnet serve`.
  static func registered(
    _ rooms: [String] = ["#lobby"], offering capabilities: String = Sample.capabilities,
    _ change: (inout JoinRequest) -> Void = { _ in }
  ) -> Dialogue {
    var request = JoinRequest(rooms: rooms.map { Array($0.utf8) }, timeout: 1000)
    request.recordsFailures = true
    change(&request)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.register(offering: capabilities)
    return dialogue
  }

  /// A session in its rooms that waits for lines.
  static func entered(
    _ rooms: [String] = ["#lobby"], members: String = "alice",
    offering capabilities: String = Sample.capabilities, _ change: (inout JoinRequest) -> Void = { _ in }
  ) -> Dialogue {
    var dialogue = registered(rooms, offering: capabilities, change)
    for room in rooms { dialogue.enter(room, members: members) }
    dialogue.forget()
    return dialogue
  }

  /// A session in the lobby of a server that does not say that it is `chatnet serve`.
  static func enteredElsewhere(_ change: (inout JoinRequest) -> Void = { _ in }) -> Dialogue {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 30_000)
    change(&request)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(
      ":srv CAP * LS :\(Sample.capabilities)", ":srv CAP * ACK :\(Sample.capabilities)", ":srv 001 alice :hi")
    dialogue.enter("#lobby")
    dialogue.forget()
    return dialogue
  }

  /// A session in the lobby of a server that offers accounts in these ways.
  static func enteredWithAccounts(
    isInteractive: Bool = true, isPrivate: Bool = true,
    offering accounts: String = "sasl draft/account-registration"
  ) -> Dialogue {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    request.isInteractive = isInteractive
    request.retry = nil
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity { $0.isPrivate = isPrivate }))
    dialogue.register(offering: "\(Sample.capabilities) \(accounts)")
    dialogue.enter("#lobby")
    dialogue.forget()
    return dialogue
  }

  /// The server takes the name, and tells its limits.
  mutating func register(as name: String = "alice", offering capabilities: String = Sample.capabilities) {
    let acknowledged = capabilities.replacing(#/=[^ ]*/#, with: "")
    server(":srv CAP * LS :\(capabilities) chatnet/names", ":srv CAP * ACK :\(acknowledged)")
    _ = look()
    server(":srv 001 \(name) :Welcome \(name)!a@h", ":srv 005 \(name) CHATHISTORY=3 :are supported")
  }

  /// The server lets it into a room.
  mutating func enter(_ room: String, members: String = "alice") {
    server(":alice!a@h JOIN \(room)", ":srv 353 alice = \(room) :\(members)", ":srv 366 alice \(room) :end")
  }

  /// What was sent and told until now has been seen.
  mutating func forget() {
    _ = look()
    _ = hear()
  }

  /// The connection is lost, and had back at the first try, up to the welcome.
  mutating func reconnect(offering capabilities: String = Sample.capabilities) throws {
    close("reset")
    try wait()
    connect()
    register(offering: capabilities)
  }
}
