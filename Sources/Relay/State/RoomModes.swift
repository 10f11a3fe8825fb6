/// The modes of a room that are on or off.
public struct RoomModes: OptionSet, Sendable {
  /// A bit for each mode.
  public let rawValue: UInt32

  /// The modes of those bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `i`: only the invited may join.
  public static let inviteOnly = RoomModes(rawValue: 1)
  /// `m`: only operators and voices may speak.
  public static let moderated = RoomModes(rawValue: 2)
  /// `n`: only members may speak, and unseen senders who could join.
  public static let noExternal = RoomModes(rawValue: 4)
  /// `s`: only members know that the room is there.
  public static let secret = RoomModes(rawValue: 8)
  /// `t`: only operators may set the topic.
  public static let topicByOperators = RoomModes(rawValue: 16)
  /// `P`: the room lasts when nobody is in it. One that an account makes has it from the beginning.
  public static let lasting = RoomModes(rawValue: 32)
  /// `H`: a member reads of what was said only what was said since it came.
  public static let historyOfOwnStay = RoomModes(rawValue: 64)

  /// `C`: no CTCP is passed on but actions.
  public static let noCTCP = RoomModes(rawValue: 128)
  /// `M`: who has proven to be nobody needs a voice to speak.
  public static let speakersAreKnown = RoomModes(rawValue: 256)
  /// `R`: who has proven to be nobody may not join.
  public static let membersAreKnown = RoomModes(rawValue: 512)
  /// `U`: what those say who have no voice is heard by operators alone.
  public static let heardByOperators = RoomModes(rawValue: 1024)

  /// Those that not everybody may say everything in.
  static let restricting: RoomModes = [.moderated, .noCTCP, .speakersAreKnown, .heardByOperators]

  /// Each mode with its letter, in the order in which they are told.
  static let letters: [(letter: UInt8, mode: RoomModes)] = [
    (UInt8(ascii: "i"), .inviteOnly), (UInt8(ascii: "m"), .moderated), (UInt8(ascii: "n"), .noExternal),
    (UInt8(ascii: "s"), .secret), (UInt8(ascii: "t"), .topicByOperators),
    (UInt8(ascii: "P"), .lasting), (UInt8(ascii: "H"), .historyOfOwnStay), (UInt8(ascii: "C"), .noCTCP),
    (UInt8(ascii: "M"), .speakersAreKnown), (UInt8(ascii: "R"), .membersAreKnown),
    (UInt8(ascii: "U"), .heardByOperators),
  ]

  /// The letters of those that are on, in the order in which they are told.
  var lettersOn: [UInt8] { RoomModes.letters.filter { contains($0.mode) }.map(\.letter) }

  /// The modes of these letters, which may stand behind a `+`; nil where a letter is none of a mode that new rooms can
  /// have.
  public init?(letters text: String) {
    self = []
    for letter in text.hasPrefix("+") ? text.dropFirst().utf8 : text[...].utf8 {
      guard let flag = RoomModes.letters.first(where: { $0.letter == letter }), flag.mode != .lasting else {
        return nil
      }
      insert(flag.mode)
    }
  }
}
