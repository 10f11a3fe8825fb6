/// What is known of the rooms and the connection, for the prompt and for completing names.
public struct Roster: Equatable, Sendable {
  private let table: RoomTable
  /// Whether the server can be reached now; false while the client tries to get a lost connection back.
  public var isConnected = true
  /// Whether the client takes no more lines, and only waits for the answers to what was entered.
  public var isLeaving = false
  /// How many lines and messages wait for the connection, while there is none.
  public var waitingLines = 0
  /// How many messages went out and have not been acknowledged, once one of them has been waiting for a second.
  public var unacknowledged = 0
  /// What a text has to fit into.
  var limits = TextLimits()
  /// Whether every line is a text.
  var isLiteral = false
  /// Whom a text goes to alone; nil: it goes to ``currentRoom``.
  public internal(set) var queried: [UInt8]?
  /// Who is not there of those whom a line speaks to that is being typed, as ``PersonInput/wonders(_:)`` asked.
  public internal(set) var absentee: [UInt8]?
  /// Who wrote the last private message.
  var correspondent: [UInt8]?
  /// Whose messages are not shown, as ``Notice/ignored(_:)`` tells.
  public var ignored: [[UInt8]] = []

  /// An empty roster.
  public init() {
    self.init(RoomTable())
  }

  init(_ table: RoomTable) {
    self.table = table
  }

  /// The rooms joined, in the order of joining.
  public var rooms: [[UInt8]] { table.names }
  /// The room that a line goes to, if any.
  public var currentRoom: [UInt8]? { table.current }
  /// The rooms in which something has been said since lines went there last, in the order of joining.
  public var unread: [(room: [UInt8], count: UnreadCount)] { table.unread }
  /// The members of all rooms joined, oneself included, each once. Each call gathers them.
  public var names: [[UInt8]] { table.members }

  /// The texts of the messages that a line, or a block of lines, would become if it were entered now; one for what
  /// fits, none for what is no text, or can be no message.
  ///
  /// - Parameters:
  ///   - line: As it would be given to ``PersonInput/line(_:)``, or, where it holds an LF, to
  ///     ``PersonInput/block(_:)``.
  ///   - addressee: Whom it answers if it is a reply, as in ``PersonInput/reply(_:to:)``; nil: who wrote the last
  ///     private message.
  /// - Complexity: O(*n*) in its length.
  public func messages(of line: [UInt8], replyingTo addressee: [UInt8]? = nil) -> [[UInt8]] {
    let addressee = addressee ?? correspondent ?? []
    guard let (text, target, kind) = speech(line, replyingTo: addressee) else { return [] }
    return (try? limits.messages(of: text, to: target, as: kind).map(\.text)) ?? []
  }

  /// Whom a line answers that begins with `/reply`, if it were entered now: who wrote the last private message; empty
  /// where nobody has. Nil: it is another line, as far as it is typed.
  public func addressee(ofReply line: [UInt8]) -> [UInt8]? {
    if isLiteral { return nil }
    let line = line.droppingInvisible()
    let word = line.prefix { !$0.endsWord }
    guard word.first == UInt8(ascii: "/"), word.count < line.count,
      ChatCommand.named(Array(word.dropFirst()))?.name == "reply"
    else { return nil }
    return correspondent ?? []
  }

  /// Whether somebody of that name is in one of the rooms.
  public func isThere(_ name: [UInt8]) -> Bool { table.member(name) != nil }

  /// Whom a line speaks to alone that begins with `@name` or `/msg name`, if it were entered now, and if nobody of that
  /// name is in one of the rooms. Nil: it is another line, or somebody is.
  public func stranger(inLine line: [UInt8]) -> [UInt8]? {
    // The name is not typed to its end.
    guard !isLiteral, line.contains(where: \.endsWord), case .message(let name, _) = ChatLine(line),
      !Record.isRoom(name), table.member(name) == nil
    else { return nil }
    return name
  }

  /// What a line says, to whom, and as what; nil where it says nothing to anybody.
  private func speech(
    _ line: [UInt8], replyingTo addressee: [UInt8]
  ) -> (text: [UInt8], target: [UInt8], kind: MessageKind)? {
    switch isLiteral ? .text(line) : ChatLine(line) {
    case .text(let text): (queried ?? currentRoom).map { (text, $0, .message) }
    case .action(let text): (queried ?? currentRoom).map { (text, $0, .action) }
    case .query(let name?, let text): text.isEmpty ? nil : (text, name, .message)
    case .message(let target, let text), .addressed(let target, let text, _): (text, target, .message)
    case .messages(let targets, let text):
      // The longest name leaves the least for the text.
      targets.max { $0.count < $1.count }.map { (text, $0, .message) }
    case .notice(let target, let text): (text, target, .notice)
    case .reply(let text): addressee.isEmpty ? nil : (text, addressee, .message)
    default: nil
    }
  }
}
