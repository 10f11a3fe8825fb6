/// The sessions that are present in a room, side by side as ``Recipients``, and for each its presence, so that one is
/// found, changed and removed at the cost of one.
struct Audience {
  private(set) var recipients = Recipients()
  private var presences: [Presence] = []
  /// How many of them read in each form.
  private var counts = [UInt32](repeating: 0, count: Recipient.formCount)

  /// A session is present from now on.
  mutating func add(_ presence: Presence) {
    presence.place = presences.count
    presences.append(presence)
    let recipient = Recipient(presence.session)
    recipients.add(recipient)
    counts[Int(recipient.form)] += 1
  }

  /// A session is present no longer. The last one takes its place.
  mutating func remove(_ presence: Presence) {
    let place = presence.place
    precondition(presences[place] === presence, "a presence that is not in the room")
    uncount(recipients.all[place].form)
    recipients.remove(at: place)
    let last = presences.removeLast()
    if last === presence { return }
    presences[place] = last
    last.place = place
  }

  /// The session reads events in another form from now on.
  mutating func update(_ presence: Presence) {
    let form = presence.session.form
    uncount(recipients.all[presence.place].form)
    counts[Int(form)] += 1
    recipients.setForm(form, at: presence.place)
    recipients.note(form, isRead: true)
  }

  private mutating func uncount(_ form: UInt8) {
    counts[Int(form)] -= 1
    if counts[Int(form)] == 0 { recipients.note(form, isRead: false) }
  }
}
