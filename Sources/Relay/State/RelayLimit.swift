/// Limits of the relay, most of which ISUPPORT tells.
public enum RelayLimit {
  /// How often a password is hashed for what is kept of it: that takes 25 ms, as does each guess of who has stolen it.
  public static let passwordIterations = 65_536
  /// How many characters a password has at least.
  static let leastPassword = 6
  /// How many bytes a password has at most.
  static let password = 300
  /// For how many milliseconds it counts that somebody has shown to know a password.
  static let proofLasts: Int64 = 300_000
  /// How many certificates prove one account.
  static let certificates = 8
  /// How many accounts there are at most.
  static let accounts = 1_000_000
  /// Rooms of one user without an account, and of one with an account.
  static let rooms = 20
  static let roomsOfAccount = 100
  /// Targets of one message.
  static let targets = 8
  /// Bytes of a message of several lines, each line's end but the last's counted as one.
  static let multilineBytes = 65_536
  /// Lines of a message of several lines, as it is sent.
  static let multilineLines = 1_000
  /// Milliseconds that may pass between two lines of such a message.
  static let multilineTime: Int64 = 120_000
  /// Bytes of the id that a sender gives a message; longer ones are not remembered.
  static let messageID = 64
  /// Messages with such an id that are remembered, the oldest forgotten first; a power of two.
  public static let rememberedMessages = 65_536
  /// Messages that one who joins a room is shown whose client cannot ask for them.
  static let replay = 20
  /// Departures that are remembered, of sessions that would be shown them, the oldest forgotten first; a power of two.
  static let departures = 8_192
  /// Those who were here, for WHOWAS, the oldest forgotten first.
  static let formerUsers = 512
  /// Keys of METADATA of one user or room, and keys that one session is told of; bytes of a key and of a value; bytes of
  /// what who joins a room is told at once.
  static let metadataKeys = 50
  static let metadataKey = 32
  static let metadataValue = 250
  static let metadataSync = 65_536
  /// Conditions of one LIST.
  static let listConditions = 20
  /// Messages of one answer to CHATHISTORY.
  static let history = 100
  /// Rooms and names of which an account's markers tell how far it has read.
  public static let markers = 1_000
  /// Names that one session watches for.
  static let monitored = 100
  /// Mode changes in one line.
  static let modes = 8
  /// Bytes of a topic, an away message and the reason for leaving: with the longest names and host that there are
  /// the lines that hold them keep to the limit of a line.
  static let text = 290
  /// Bytes of the reason of a KICK, whose line holds a name more.
  static let kickReason = 230
  /// Bytes of the parameters of a MODE line, the blanks before them included.
  static let modeParameters = 290
  /// Bytes of a list of capabilities, as an answer repeats it.
  static let capabilities = 350
  /// Bytes of the user name, its `~` included.
  static let userName = 16
  static let realName = 150
  /// Rooms that last of one account.
  static let lastingRooms = 200
  /// Accounts that are operators of a room whenever they are there.
  static let roomOperators = 100
  /// Bans of one room.
  static let bans = 100
  /// Bytes of a ban's mask.
  static let mask = 200
  /// Invitations to a room that are kept; the oldest is dropped where there would be more.
  static let invitations = 100
}
