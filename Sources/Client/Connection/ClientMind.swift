import Wire

/// The two times of a moment: a mind has no clock.
public struct Moment: Equatable, Sendable {
  /// Milliseconds of a clock that never goes back: for deadlines.
  public let monotonic: Int64
  /// The time of day: for records.
  public let wall: Timestamp

  /// A moment.
  public init(monotonic: Int64, wall: Timestamp) {
    self.monotonic = monotonic
    self.wall = wall
  }
}

/// What a person, or the program in front of the client, says.
public enum PersonInput: Equatable, Sendable {
  /// A line, without its end.
  case line([UInt8])
  /// A name to be known by, after the last one was refused.
  case name([UInt8])
  /// What was pasted and entered as one: several lines with LF between them. One text, whatever its further lines
  /// look like; only the first line can say to whom.
  case block([UInt8])
  /// A line, or a block, that was typed while it was shown whom a `/reply` in it answers: it answers nobody else,
  /// whoever has written meanwhile.
  case reply([UInt8], to: [UInt8])
  /// Whether this name is there, to whom a line speaks that is being typed: ``Roster/absentee`` tells.
  case wonders([UInt8])
  /// Lines go to this room from now on; the line that is being typed stays.
  case room([UInt8])
  /// The answer to what ``Notice/asks(_:)`` asks; nil: none was given.
  case answer([UInt8]?)
  /// A line that was longer than what is read as one.
  case overlong
  /// Reading failed, for this reason; there will be no more lines.
  case unreadable(Failure)
  /// There will be no more lines.
  case end
}

/// What a mind has to say to whoever sits in front of it, in the order in which it happened.
public enum Notice: Equatable, Sendable {
  /// Something happened, to be shown in the format that was asked for.
  case record(Record)
  /// Something that was said before is shown once more (`/history`): news to the eye alone, to no file and no command.
  case recalled(Record)
  /// Bytes for standard output as they are.
  case data([UInt8])
  /// Something went wrong.
  case failure(Failure)
  /// Something to know, for standard error: no failure.
  case remark(String)
  /// The same about what has just happened, with its time.
  case news(String, Timestamp)
  /// What the server says to everybody who comes, a line of it.
  case announcement(String)
  /// The screen is to be cleared, where there is one.
  case clears
  /// The name was refused for this reason: ``PersonInput/name(_:)`` is waited for.
  case nameRefused(Failure)
  /// Something that only the person knows: ``PersonInput/answer(_:)`` is waited for.
  case asks(Inquiry)
  /// Whose messages are not shown has changed: these names and masks, to be kept for later runs.
  case ignored([[UInt8]])
  /// A room is entered that the run's file does not know, at that time by the server's clock: a later run goes on from
  /// there.
  case begins(room: [UInt8], at: Timestamp)
  /// What is not accepted yet has changed; where that is kept in a file, it is kept before any byte goes out.
  case unsent(UnsentChange)
}

/// What a person is asked.
public enum Inquiry: Equatable, Sendable {
  /// The password of this account: what is typed is never shown and never kept.
  case password(account: [UInt8])
  /// The server's password.
  case serverPassword
  /// A password to be given to this account, and then once more: what is typed is never shown and never kept.
  case newPassword(account: [UInt8], isRepeated: Bool)
  /// Whether so many lines, the oldest typed so many seconds ago, are still to be sent: `y` or `n`.
  case sendsOld(lines: Int, seconds: Int)
}

/// What a mind wants done after an input.
public struct Output: Equatable, Sendable {
  /// Bytes for the server.
  public var bytes: [UInt8] = []
  /// More of them, which go out once all notices so far are written.
  public var receipts: [UInt8] = []
  /// The goodbye to the server, once the run is over: it goes out behind ``bytes``, when the commands that are run for
  /// messages have ended, so that they still find this client where it was asked.
  public var goodbye: [UInt8] = []
  /// What there is to show.
  public var notices: [Notice] = []
  /// Set when the run is over: once `bytes` and `goodbye` are written, the connection is closed.
  public var outcome: Outcome?
  /// Whether the connection is to be dropped at once, with what waits to be sent on it: it is over, whether or not the
  /// server closes it.
  public var disconnects = false
  /// Whether a new connection is to be made, to the place of the last one: ``ClientMind/connected(_:)`` or
  /// ``ClientMind/connectionFailed(_:_:)`` tells what came of it.
  public var connects = false
  /// Whether the server's end of the connection is to be waited for (shortly) when the run is over, so that it has
  /// surely read what was sent.
  public var awaitsClose = false

  /// Nothing to do.
  public init() {}

  /// Gives what has collected here and on the link. Both are empty afterwards, but the outcome stays.
  mutating func takeAll(with link: inout Link) -> Output {
    bytes += link.bytes
    link.bytes = []
    receipts += link.receipts
    link.receipts = []
    defer {
      bytes = []
      receipts = []
      goodbye = []
      notices = []
      connects = false
      disconnects = false
    }
    return self
  }
}

/// The client's side of a connection, without the connection: inputs come in, each with its moment, and what is to be
/// done collects in an ``Output``. The same inputs give the same outputs.
///
/// An input after the outcome is set changes nothing; only that the server hears that this client is there.
public protocol ClientMind {
  /// The connection is made.
  mutating func connected(_ now: Moment)
  /// No connection could be made: the first one, or one that ``Output/connects`` asked for.
  mutating func connectionFailed(_ failure: Failure, _ now: Moment)
  /// Bytes came from the server.
  mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment)
  /// The connection ended; `reason` says why where it did not end in order.
  mutating func disconnected(_ reason: String?, _ now: Moment)
  /// Input came. Lines are given only while ``wantsInput`` holds.
  mutating func enter(input: PersonInput, _ now: Moment)
  /// The time of ``deadline`` has come.
  mutating func timePassed(_ now: Moment)
  /// Leave at once, without waiting for anything: a signal came, or nobody reads what is written.
  mutating func leave()
  /// Leave at once, and say what is to be said of it.
  ///
  /// - Parameters:
  ///   - rest: What was read and not given yet, also the beginning of a line.
  ///   - isInterrupted: Whether a signal came, or the output cannot be written, rather than that nobody reads it.
  mutating func leave(havingRead rest: [PersonInput], isInterrupted: Bool)
  /// Leave at once: what ``Notice/unsent(_:)`` said since the last output cannot be kept, for this reason. That
  /// output's bytes did not go out.
  mutating func leave(notKeeping failure: Failure)

  /// When ``timePassed(_:)`` is to be called next, in milliseconds of the monotonic clock.
  var deadline: Int64? { get }
  /// Whether the next line can be taken now.
  var wantsInput: Bool { get }
  /// Whether lines that were read before ``wantsInput`` ceased to hold are given all the same: they are kept.
  var takesAllThatWasRead: Bool { get }
  /// What is known of the rooms.
  var roster: Roster { get }

  /// Gives what has collected, which is empty afterwards; the outcome stays.
  mutating func takeOutput() -> Output
}

extension ClientMind {
  /// By default such lines wait.
  public var takesAllThatWasRead: Bool { false }
  /// By default what was not given is nobody's.
  public mutating func leave(havingRead rest: [PersonInput], isInterrupted: Bool) { leave() }
  /// By default a mind has nothing to keep, and leaves as ever.
  public mutating func leave(notKeeping failure: Failure) { leave() }
  /// By default nothing is known of rooms.
  public var roster: Roster { Roster() }
}
