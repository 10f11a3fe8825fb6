import Wire

/// A room (an IRC channel). Only ``Network/apply(_:)`` changes it.
final class Room: Rolled {
  /// Only ``Network`` changes it.
  var name: [UInt8]
  let createdAt: Timestamp
  /// Whether it stays when the last member leaves.
  let isPermanent: Bool
  /// The account that its maker had proven to be, if any: its operator whenever it is there.
  let founder: AccountID?
  var members = Roll<Membership>()
  var rollCall = RollCall()
  /// The sessions that are in the room.
  var audience = Audience()
  var topic: RoomTopic?
  /// What is known of it beside all else.
  var metadata = Metadata()
  var modes: RoomModes
  var key: [UInt8]?
  var memberLimit: Int?
  var bans: [Ban] = [] { didSet { bansVersion += 1 } }
  /// The masks of those whom no ban concerns (`e`), and of those who need no invitation (`I`).
  var exceptions: [Ban] = [] { didSet { bansVersion += 1 } }
  var exemptions: [Ban] = []
  /// The room that those go to who may not come in here (`f`).
  var forward: [UInt8]?
  /// How often bans and exceptions have changed: what a membership remembers of them holds for one version.
  private var bansVersion: UInt64 = 0
  /// Those whom an operator has invited: nothing stands in their way when they join.
  var invited: [UserID] = []
  /// The accounts that are its operators whenever they are there, beside its founder.
  var operators: [AccountID] = []
  /// That nobody is in it, where it lasts all the same.
  var vacancy: Vacancy?
  /// Whether it has been told what is to be kept of it.
  var isRecorded = false
  /// Whether that has changed since.
  var isTouched = false
  /// Its place among all rooms.
  var place = 0

  init(
    name: [UInt8], createdAt: Timestamp, modes: RoomModes = [], isPermanent: Bool = false,
    founder: AccountID? = nil
  ) {
    self.name = name
    self.founder = founder
    self.modes = modes
    self.createdAt = createdAt
    self.isPermanent = isPermanent
  }

  /// Whether it stays when nobody is in it, since an account has made it.
  var lasts: Bool { modes.contains(.lasting) }

  /// Whether an account is an operator whenever it is there.
  func isOperator(_ account: AccountID?) -> Bool {
    guard let account else { return false }
    return account == founder || operators.contains(account)
  }

  /// Those who get what is said in it.
  var recipients: Recipients { audience.recipients }

  /// Whether the bans keep a user from speaking. Of a member it is remembered until its name or the bans change.
  func isBanned(_ user: User) -> Bool {
    if bans.isEmpty { return false }
    guard let membership = user.membership(in: self) else { return silences(user, source: user.source) }
    if let known = membership.knownBan, known.version == bansVersion { return known.isBanned }
    let isBanned = silences(user, source: user.source)
    membership.knownBan = KnownBan(version: bansVersion, isBanned: isBanned)
    return isBanned
  }
}

/// Whether a member was banned when its room's bans were last looked through. No part of the state: it is found again.
struct KnownBan {
  let version: UInt64
  let isBanned: Bool
}

/// The topic of a room, and who set it when.
struct RoomTopic {
  let text: [UInt8]
  let setBy: [UInt8]
  let setAt: Timestamp
}
