/// What the bytes of one fuzz input mean: a byte of settings, and steps that 0xFF parts. So a mutation inside a step
/// leaves those behind it as they are.
struct Script {
  let settings: Settings
  let steps: [Step]

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    settings = Settings(rawValue: bytes.first ?? 0)
    steps = bytes.dropFirst().split(separator: 0xFF).compactMap { Step($0) }
  }
}

/// Under what conditions an input is played, a bit each.
struct Settings: OptionSet {
  let rawValue: UInt8

  /// Eight users have entered; without it nobody has.
  static let inCompany = Settings(rawValue: 1 << 0)
  /// Forty more are there, each with a room, so that answers come in parts.
  static let inCrowd = Settings(rawValue: 1 << 1)
  /// What the relay asks waits for a step that answers it, as parts of answers wait for one that takes them.
  static let waitsForSteps = Settings(rawValue: 1 << 2)
  /// The server has a password.
  static let hasPassword = Settings(rawValue: 1 << 3)
  /// Echoes wait for commits, and facts are told.
  static let keeps = Settings(rawValue: 1 << 4)
  /// Few connections find a place.
  static let isSmall = Settings(rawValue: 1 << 5)
  /// Others see addresses, and a room has no modes at first.
  static let isOpen = Settings(rawValue: 1 << 6)
}

/// One thing that happens.
struct Step {
  enum Kind: UInt8 {
    /// A connection comes over the network, or over the Unix socket, in the place of one that is there.
    case openNetwork, openLocal
    /// The connection is gone; several are.
    case close, closeSeveral
    case idle, overflow
    /// The oldest requests are answered, one a byte.
    case answer
    /// An answer in parts goes on.
    case goOn
    /// The state is written out, and read back.
    case cut
    /// The server ends, and the input with it.
    case stop
    /// Time passes.
    case wait
    /// The bytes come again and again.
    case flood
    /// The bytes come, at any place of a line. Any higher number means this too.
    case read
  }

  let kind: Kind
  /// The seat that it is about.
  let seat: Int
  let data: [UInt8]

  /// The step in these bytes: five bits for the kind, three for the seat, and the data.
  init?(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) {
    guard let first = bytes.first else { return nil }
    kind = Kind(rawValue: first >> 3) ?? .read
    seat = Int(first & 7)
    data = Array(bytes.dropFirst())
  }

  /// The first byte of the data as a number.
  var number: Int { Int(data.first ?? 0) }
}
