import Wire

/// One mode of a room set or unset.
struct ModeChange {
  enum Kind {
    case flag(RoomModes, letter: UInt8)
    case key([UInt8])
    case limit(Int?)
    case entry(MaskList, Ban)
    case forward([UInt8]?)
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
    case .entry(let list, _): list.letter
    case .forward: UInt8(ascii: "f")
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
    case .entry(_, let ban): ban.mask
    case .forward(let room): room
    case .operatorStatus(let user), .voice(let user): user.name
    }
  }
}
