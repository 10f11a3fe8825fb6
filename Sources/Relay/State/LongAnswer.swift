/// An answer of many lines that a session is given in parts, as it takes them: so neither the time nor the memory that
/// it costs grows with what there is to tell. An object, since each line asks whether there is one.
final class LongAnswer {
  /// What is asked.
  enum Question {
    /// WHO of all users, or of those that a mask fits.
    case users(mask: [UInt8], WhoQuery)
    /// WHO of the members of a room.
    case members(Room, WhoQuery)
    /// LIST of the rooms that fit.
    case rooms(RoomFilter)
    /// NAMES of all rooms.
    case namesOfAll
    /// NAMES of these rooms, as the asker wrote them.
    case names([[UInt8]])
  }

  let question: Question
  /// What the last line repeats of the question.
  let subject: [UInt8]
  /// The label of the command; empty for none.
  let label: [UInt8]
  /// The number in its roll of what comes next, or the place in the list; nil when all has been told.
  var next: UInt64? = 0
  /// Whether a part of it has been given.
  var isBegun = false
  /// What the batch is called that the parts stand in; empty where the command has no label, or before it is open.
  var batch: [UInt8] = []

  init(question: Question, subject: [UInt8], label: [UInt8]) {
    self.question = question
    self.subject = subject
    self.label = label
  }
}
