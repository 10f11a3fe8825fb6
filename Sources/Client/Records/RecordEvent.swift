/// What a record reports; its raw value is the word in the `event` column.
public enum RecordEvent: String, CaseIterable, Sendable {
  /// Registered and in the rooms asked for. From: the own name; to: the server; text: the rooms.
  case ready
  /// Somebody said something. To: a room, or the own name.
  case message
  /// As ``message``, sent so that no program answers it.
  case notice
  /// Somebody did something (`/me`).
  case action
  /// Somebody came into the room `to`.
  case join
  /// Somebody left the room `to`. Text: the reason.
  case part
  /// Somebody left the server. Text: the reason.
  case quit
  /// Somebody was put out of the room `to`. Text: the name, a blank, the reason.
  case kick
  /// A name changed. From: the old one; text: the new one.
  case nick
  /// Somebody set the topic of the room `to`. Without a name: nobody did, but this is the topic.
  case topic
  /// Modes of the room `to` changed. Text: the mode string.
  case mode
  /// Somebody is away. Text: the reason.
  case away
  /// Somebody is back.
  case back
  /// An invitation to the room `to`. Text: the own name.
  case invite
  /// One name of a list. From: the name; to: the room; text: nothing, `away`, `@` or `+`.
  case user
  /// What was said before follows, up to the next ``end``. To: the room or person; text: `history`.
  case begin
  /// A list is complete. To: the room; text: `user` or `history`.
  case end
  /// An own message that the server accepted. From: the own name; to: the target.
  case sent
  /// The connection was lost. To: the server; text: the reason.
  case lost
  /// The connection is back. To: the server; text: what is missing, if anything.
  case resumed
  /// Something went wrong. To: what it is about; text: the message.
  case error
}
