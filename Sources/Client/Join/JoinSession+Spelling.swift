import Wire

/// How a session finds somebody whose name was typed in another way than it is spelt.
extension JoinSession {
  /// The name of whoever is meant. On chatnet's servers no two names differ by nothing but small letters and capitals, of
  /// any script, though the protocol itself takes only those of ASCII for one: `élodie` is Élodie, if she is in one of
  /// the rooms. Elsewhere the two may be two people, and the server says what it makes of it.
  func spelt(_ name: [UInt8]) -> [UInt8] {
    guard profile.isChatnet, !Bytes.isASCII(name.span), !Record.isRoom(name), rooms.member(name) == nil else {
      return name
    }
    let small = NameSpelling.small(name)
    return rooms.members.first { !Bytes.isASCII($0.span) && NameSpelling.small($0) == small } ?? name
  }

  /// What the server said about a name that nobody has, and whose name looks so but for accents and capitals.
  func hinting(_ failure: Failure, at name: [UInt8]) -> Failure {
    guard failure.outcome == .noSuchTarget, !Record.isRoom(name) else { return failure }
    let bare = NameSpelling.bare(name)
    let others = rooms.members.filter {
      !isOwn($0) && NameSpelling.bare($0) == bare && !profile.caseMapping.equal($0, name)
    }
    guard others.count == 1 else { return failure }
    let hint = "; \(Escaping.visible(others[0], as: .name)) is here"
    return Failure(failure.outcome, about: failure.about, words: failure.words + Array(hint.utf8))
  }
}
