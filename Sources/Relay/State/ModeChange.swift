import Wire

/// One mode of a room set or unset.
struct ModeChange {
  enum Kind {
    case flag(RoomModes, letter: UInt8)
    case key([UInt8])
    case limit(Int?)
    case ban(Ban)
    case operatorStatus(User)
    case voice(User)
  }

  let isSet: Bool
  let kind: Kind

  var letter: UInt8 {
    switch kind {
    case .flag(_, let letter): letter
    case .key: UInt8(ascii: "k")
    case .limit: UInt8(ascii: "l")
    case .ban: UInt8(ascii: "b")
    case .operatorStatus: UInt8(ascii: "o")
    case .voice: UInt8(ascii: "v")
    }
  }

  /// What stands behind the letters for this one, if anything.
  var parameter: [UInt8]? {
    switch kind {
    case .flag: nil
    case .key(let key): key
    case .limit(let limit): limit.map { Array(String($0).utf8) }
    case .ban(let ban): ban.mask
    case .operatorStatus(let user), .voice(let user): user.name
    }
  }
}
