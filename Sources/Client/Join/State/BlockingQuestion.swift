/// What the server has to answer before the next line can be understood, with the line that asked it.
struct BlockingQuestion: Equatable, Sendable {
  /// What is asked.
  enum Subject: Equatable, Sendable {
    /// Whether this name, to which the line speaks, is there.
    case isOnline(name: [UInt8], text: [UInt8], whole: [UInt8])
    /// Whether this room, which becomes the current one, can be joined.
    case join([UInt8])
    /// Whether this room has been left.
    case part([UInt8])
    /// Whether an account can be used, or made.
    case account(AccountErrand)
    /// What was said before, which is to be shown once more.
    case history(HistoryFetch)
  }

  var subject: Subject
  /// The line, as it was entered.
  let input: KeptInput

  init(_ subject: Subject, by input: KeptInput) {
    self.subject = subject
    self.input = input
  }
}
