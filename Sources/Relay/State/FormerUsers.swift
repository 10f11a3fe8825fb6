import Wire

/// Somebody who was here by a name, and is no longer.
struct FormerUser {
  let name: [UInt8]
  let userName: [UInt8]
  let host: [UInt8]
  let realName: [UInt8]
  /// When the name was given up.
  let leftAt: Timestamp
}

extension FormerUser {
  /// A user as it is now.
  init(_ user: User, at time: Timestamp) {
    name = user.name
    userName = user.userName
    host = user.host
    realName = user.realName
    leftAt = time
  }
}

/// The last of those who were here, for WHOWAS: as many as are remembered, the oldest forgotten first.
struct FormerUsers {
  private var users: [FormerUser] = []
  /// Where the next one goes, once there are as many as are remembered.
  private var next = 0

  /// Remembers one more.
  mutating func remember(_ user: FormerUser) {
    if users.count < RelayLimit.formerUsers { return users.append(user) }
    users[next] = user
    next = (next + 1) % users.count
  }

  /// All of them, the oldest first.
  var all: [FormerUser] { Array(users[next...] + users[..<next]) }

  /// Those of that name, the latest first, and so many of them at most; all for 0.
  func named(_ name: Span<UInt8>, limit: Int) -> [FormerUser] {
    let form = CanonicalForm.of(name)
    var found: [FormerUser] = []
    for index in stride(from: users.count - 1, through: 0, by: -1) {
      let user = users[(next + index) % users.count]
      if limit > 0, found.count == limit { break }
      if ASCIIFold.equal(CanonicalForm.of(user.name), form) { found.append(user) }
    }
    return found
  }
}
