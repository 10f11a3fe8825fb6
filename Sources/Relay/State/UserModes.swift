/// The modes of a user that it sets itself.
struct UserModes: OptionSet {
  let rawValue: UInt32

  /// `i`: strangers do not find it in lists.
  static let invisible = UserModes(rawValue: 1)
  /// `w`: it hears what operators of the server say to all (WALLOPS).
  static let wallops = UserModes(rawValue: 2)
  /// `R`: only those who have proven to be somebody may say something to it in private.
  static let registeredOnly = UserModes(rawValue: 4)

  /// `T`: it takes no CTCP but actions.
  static let noCTCP = UserModes(rawValue: 8)

  /// Each mode with its letter, in the order in which they are told.
  static let letters: [(letter: UInt8, mode: UserModes)] = [
    (UInt8(ascii: "R"), .registeredOnly), (UInt8(ascii: "T"), .noCTCP), (UInt8(ascii: "i"), .invisible),
    (UInt8(ascii: "w"), .wallops),
  ]
}
