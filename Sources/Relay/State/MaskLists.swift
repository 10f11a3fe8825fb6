import Wire

/// The lists of masks that a room has.
enum MaskList: Int, CaseIterable {
  /// `b`: who may not join nor speak.
  case bans
  /// `e`: whom no ban concerns.
  case exceptions
  /// `I`: who may join where only the invited may.
  case invitations

  init?(letter: UInt8) {
    guard let list = MaskList.allCases.first(where: { $0.letter == letter }) else { return nil }
    self = list
  }

  var letter: UInt8 {
    switch self {
    case .bans: UInt8(ascii: "b")
    case .exceptions: UInt8(ascii: "e")
    case .invitations: UInt8(ascii: "I")
    }
  }
}

/// A mask of one of a room's lists, and who set it when.
struct Ban {
  let mask: [UInt8]
  let setBy: [UInt8]
  let setAt: Timestamp
}

/// What a mask of a room's list is about: `name!user@host`, or with a letter or a word in front (ISUPPORT EXTBAN)
/// something else.
struct ExtendedMask {
  enum Subject: CaseIterable {
    /// `name!user@host`.
    case source
    /// `a:` or `account:`: the name of the account.
    case account
    /// `r:` or `realname:`: the real name; `?` stands for a blank.
    case realName

    fileprivate var words: [String] {
      switch self {
      case .source: []
      case .account: ["a:", "account:"]
      case .realName: ["r:", "realname:"]
      }
    }
  }

  let subject: Subject
  /// Whether it concerns speaking alone (`m:` or `mute:`).
  let isMute: Bool
  /// Where the mask itself begins.
  let start: Int

  init(_ mask: [UInt8]) {
    var start = 0
    let isMute = ["m:", "mute:"].contains { ExtendedMask.take($0, of: mask, from: &start) }
    let subject = Subject.allCases.first { subject in
      subject.words.contains { ExtendedMask.take($0, of: mask, from: &start) }
    }
    (self.subject, self.isMute, self.start) = (subject ?? .source, isMute, start)
  }

  private static func take(_ word: String, of mask: [UInt8], from start: inout Int) -> Bool {
    guard ASCIIFold.equal(Array(mask.dropFirst(start).prefix(word.utf8.count)), Array(word.utf8)),
      mask.count > start + word.utf8.count
    else { return false }
    start += word.utf8.count
    return true
  }

  /// Whether it fits a user, were its source that (`:name!user@host `).
  func fits(_ user: User, source: [UInt8], _ mask: [UInt8]) -> Bool {
    let pattern = mask.span.extracting(start...)
    switch subject {
    case .source: return Mask.matches(pattern, source.span.extracting(1..<(source.count - 1)))
    case .account: return user.account.map { Mask.matches(pattern, Array($0.name.utf8)) } ?? false
    case .realName: return Mask.matches(pattern, user.realName)
    }
  }
}

extension Room {
  /// A list of the room.
  subscript(list: MaskList) -> [Ban] {
    get {
      switch list {
      case .bans: bans
      case .exceptions: exceptions
      case .invitations: exemptions
      }
    }
    set {
      switch list {
      case .bans: bans = newValue
      case .exceptions: exceptions = newValue
      case .invitations: exemptions = newValue
      }
    }
  }

  /// How many masks are compared when somebody wants to join or speak.
  var maskCount: Int { bans.count + exceptions.count + exemptions.count }

  /// Whether the bans keep a user from speaking, were its source that, and no exception says otherwise.
  func silences(_ user: User, source: [UInt8]) -> Bool { isKept(user, source, ofSpeaking: true) }

  /// Whether the bans keep a user from joining, and no exception says otherwise.
  func bars(_ user: User) -> Bool { isKept(user, user.source, ofSpeaking: false) }

  /// Whether the user may join though only the invited may (`I`).
  func admits(_ user: User) -> Bool { fits(exemptions, user, user.source, mutes: true) }

  private func isKept(_ user: User, _ source: [UInt8], ofSpeaking: Bool) -> Bool {
    fits(bans, user, source, mutes: ofSpeaking) && !fits(exceptions, user, source, mutes: ofSpeaking)
  }

  private func fits(_ list: [Ban], _ user: User, _ source: [UInt8], mutes: Bool) -> Bool {
    list.contains { ban in
      let mask = ExtendedMask(ban.mask)
      return (mutes || !mask.isMute) && mask.fits(user, source: source, ban.mask)
    }
  }
}
