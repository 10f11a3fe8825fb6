/// What a session shows of what it is told, and of whom nothing.
extension JoinSession {
  /// Shows a record, unless it is from somebody who is ignored.
  mutating func show(_ record: Record) {
    if isIgnored(record) { return }
    var record = record
    if request.isInteractive {
      if record.isSpeech && isOwn(record.from) || record.event == .sent {
        record.text = ChatLine.concealing(record.text, to: record.to)
      }
      recent.insert(record)
      if record.isSpeech, !record.isRequest, !isOwn(record.from), Record.isRoom(record.to) {
        rooms.noteUnread(in: record.to, isMention: Mention.stands(ownName, in: record.text))
      }
    }
    output.notices.append(.record(record))
  }

  /// Remembers to whom a reply would go: whoever said something in private. What servers and programs announce is not
  /// meant to be answered.
  mutating func noteCorrespondent(_ record: Record) {
    guard record.isPrivate, record.event != .notice, !isOwn(record.from), !isIgnored(record),
      !record.from.isEmpty, !record.from.contains(UInt8(ascii: "."))
    else { return }
    correspondent = record.from
    returns.note(correspondent: profile.caseMapping.fold(record.from))
  }

  /// Whom lines or a reply go to goes by another name.
  mutating func renameCorrespondent(_ record: Record) {
    let mapping = profile.caseMapping
    func isMeant(_ name: [UInt8]?) -> Bool { name.map { mapping.equal($0, record.from) } ?? false }
    if isMeant(correspondent) { correspondent = record.text }
    if isMeant(queried) { queried = record.text }
    for index in keptInputs.indices where isMeant(keptInputs[index].correspondent) {
      keptInputs[index].correspondent = record.text
    }
  }

  private func isIgnored(_ record: Record) -> Bool {
    guard record.isSpeech || record.event == .invite, !isOwn(record.from) else { return false }
    return ignoring.contains(record.from, profile.caseMapping)
  }

  // MARK: Commands

  /// Does what `/ignore` or `/unignore` says.
  mutating func perform(ignoring command: ChatLine, _ now: Moment) {
    guard request.isInteractive else {
      let reason = "only on a terminal: a pipe loses nothing, what reads it can choose"
      return fail(Failure(.badInput, about: Array("/ignore".utf8), reason), now)
    }
    let mapping = profile.caseMapping
    switch command {
    case .ignore(nil): listIgnored()
    case .ignore(let name?):
      if isOwn(name) { return fail(Failure(.badInput, about: name, "that is you"), now) }
      if ignoring.isFull, !ignoring.contains(name, mapping) {
        let limit =
          "not ignored: \(IgnoreList.most) are, and there can be no more (/unignore NAME makes room)"
        return fail(Failure(.badInput, about: name, limit), now)
      }
      change(
        ignoring.insert(name, mapping), name, "is ignored (/unignore ends that)", else: "is ignored already")
    case .unignore(let name):
      change(ignoring.remove(name, mapping), name, "is not ignored any more", else: "is not ignored")
    default: break
    }
  }

  private mutating func change(_ isNew: Bool, _ name: [UInt8], _ news: String, else old: String) {
    remark("\(Escaping.visible(name, as: .name)) \(isNew ? news : old)")
    if isNew { output.notices.append(.ignored(ignoring.names)) }
  }

  private mutating func listIgnored() {
    let names = ignoring.names.map { Escaping.visible($0, as: .name) }
    remark(names.isEmpty ? "nobody is ignored" : "ignored: \(names.joined(separator: " "))")
  }
}
