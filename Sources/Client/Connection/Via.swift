/// Where a message has passed on its way, as the client tag ``ClientTag/via`` and a record's `via` say: the names of
/// bridges, and the marks of commands (`join --exec`) that were run for one message and said another; in order, parted
/// by commas.
public struct Via: Equatable, Sendable {
  /// The most bytes of it. A message that has passed more is one that goes round and round.
  private static let mostBytes = 512
  private static let mostBytesOfName = 64
  private static let markOfCommands = Array("exec.".utf8)

  /// As tags and records spell it; empty for a message that has passed nothing.
  public private(set) var text: [UInt8] = []

  /// It has passed nothing.
  public init() {}

  /// What a tag, a record or the environment says; nil where it is no list of names.
  public init?(_ text: [UInt8]) {
    let names = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard text.count <= Via.mostBytes, names.allSatisfy(Via.isName) else { return nil }
    self.text = text
  }

  /// Whether something can be called so: it has 1 to 64 letters, digits, `.`, `_` and `-`.
  private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
    (1...mostBytesOfName).contains(name.count)
      && name.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
      }
  }

  /// Whether a bridge can be called so.
  public static func isBridge(_ name: [UInt8]) -> Bool {
    isName(name[...]) && !name.starts(with: markOfCommands)
  }

  /// The mark of the commands of one run, which a random number tells from others.
  public static func mark(_ number: UInt64) -> [UInt8] {
    let digits = String(number, radix: 16)
    return markOfCommands + Array((String(repeating: "0", count: 16 - digits.count) + digits).utf8)
  }

  private var names: [ArraySlice<UInt8>] { text.split(separator: UInt8(ascii: ",")) }

  /// Whether it has passed nothing.
  public var isEmpty: Bool { text.isEmpty }
  /// Whether a command has said it.
  public var isOfCommand: Bool { names.contains { $0.starts(with: Via.markOfCommands) } }
  /// Whether it has passed a bridge.
  public var hasPassedBridge: Bool { names.contains { !$0.starts(with: Via.markOfCommands) } }

  /// Whether it has passed what is called so.
  public func contains(_ name: [UInt8]) -> Bool {
    names.contains { $0.elementsEqual(name) }
  }

  /// It passes others, too; nil where it has passed too much.
  public func passing(_ others: [UInt8]) -> Via? {
    if others.isEmpty { return self }
    return Via(text.isEmpty ? others : text + [UInt8(ascii: ",")] + others)
  }
}
