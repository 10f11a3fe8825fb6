import Client

/// The person's side of a client: where lines come from and where what happens goes. Two exist: standard input and
/// output (``PipeFront``), and a terminal.
///
/// The loop calls it from one thread, and never again after ``close()``.
public protocol Front: AnyObject {
  /// The descriptor that input is read from, or nil where none is read or its end has come.
  var inputDescriptor: Int32? { get }
  /// Whether input is read also while the mind does not want lines, so that typing shows at once. The lines wait, but
  /// never for output: what is entered next may be the answer to what comes of them.
  var readsAhead: Bool { get }
  /// Reads what is there, once, and gives what it amounts to. Called when ``inputDescriptor`` is readable, and always
  /// where it is a regular file.
  func readInput() -> [PersonInput]

  /// Gives the line that was begun and whose end was not read; no more is read.
  func takeRest() -> [PersonInput]

  /// Whether ``readInput()`` has something to give although the descriptor has nothing.
  var holdsInput: Bool { get }

  /// Whether the terminal that it stands on has gone away.
  var hasLostTerminal: Bool { get }

  /// The descriptor that output is written to; when its reader goes away the client leaves.
  var outputDescriptor: Int32 { get }
  /// How many bytes of output wait until ``outputDescriptor`` is writable.
  var pendingOutput: Int { get }
  /// How many bytes of output may wait before the server is not read from any more. Where input waits for the server's
  /// word on what was sent before, it is ``FrontLimits/factorForInput`` times as much: who writes the input may be who
  /// reads the output, and reads no more until the input is taken.
  var mostPendingOutput: Int { get }
  /// Shows something, or keeps it until ``flush()``.
  func show(_ notice: Notice)
  /// Writes what was kept, as far as it can be written now. Called at the end of each turn.
  func flush() -> FlushResult

  /// When ``flush()`` has something to write although nothing was shown, on the monotonic clock; nil: it has not.
  var deadline: Int64? { get }

  /// Signals that the front wants to see beside SIGINT, SIGTERM and SIGHUP: SIGWINCH.
  var furtherSignals: [Int32] { get }
  /// A signal came, also one of SIGINT, SIGTERM and SIGHUP. Gives whether the front dealt with it; the client leaves
  /// otherwise.
  func handle(signal: Int32) -> Bool

  /// Is told, before the first turn, how to ask what rooms and names are known.
  func attach(roster: @escaping () -> Roster)
  /// The client is about to leave: gives the terminal back as it was.
  func close()
}

/// What came of writing output.
public enum FlushResult: Equatable, Sendable {
  /// All is written, or waits for the descriptor to be writable.
  case written
  /// Nobody reads it any more.
  case readerGone
  /// It cannot be written, for this reason.
  case failed(String)
  /// What must be kept before anything goes to the server cannot be, for this reason.
  case notKept(String)
}

/// The bounds that a front's output has unless it says otherwise.
public enum FrontLimits {
  /// How many bytes may wait before the server is not read from.
  static let mostPendingOutput = 1 << 20
  /// How many times as much may wait where input waits for the server, and before no more input is read.
  static let factorForInput = 16
}

extension Front {
  /// Whether output waits.
  public var hasPendingOutput: Bool { pendingOutput > 0 }
  /// A megabyte.
  public var mostPendingOutput: Int { FrontLimits.mostPendingOutput }
  /// Nothing is held.
  public var holdsInput: Bool { false }
  /// What is being typed stays with the person.
  public func takeRest() -> [PersonInput] { [] }
  /// There is no terminal to lose.
  public var hasLostTerminal: Bool { false }
  /// All that is shown is written at once.
  public var deadline: Int64? { nil }
  /// No further signals.
  public var furtherSignals: [Int32] { [] }
  /// Every signal makes the client leave.
  public func handle(signal: Int32) -> Bool { false }
  /// The roster is of no use to a pipe.
  public func attach(roster: @escaping () -> Roster) {}
}
