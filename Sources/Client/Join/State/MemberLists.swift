/// The lists of members that were asked for, and the names of the one that comes in: they are told sorted, when it is
/// complete.
struct MemberLists: Equatable, Sendable {
  /// The most names that are kept. Of a list that has more each such part is sorted and told by itself: a client takes
  /// no more memory than that, whatever a server says.
  static let mostKept = 100_000

  /// The rooms whose members were asked for, in the order of asking; empty stands for everybody.
  private(set) var rooms: [[UInt8]] = []
  /// Whether a part of the first of them has been told.
  private(set) var isToldInPart = false
  private var members: [ListedMember] = []
  /// Whether ``members`` came over a connection that is no more, and the list is asked for again.
  private var isOutdated = false

  /// Whether what has come has to be told before more can be kept.
  var isFull: Bool { members.count >= MemberLists.mostKept }

  /// A list is asked for.
  mutating func ask(for room: [UInt8]) { rooms.append(room) }

  /// A name of the first list comes.
  mutating func append(_ member: ListedMember) {
    dropOutdated()
    members.append(member)
  }

  /// Takes the part that has come, sorted by folded names.
  mutating func takePart(_ mapping: CaseMapping) -> [ListedMember] {
    defer { members = [] }
    isToldInPart = true
    return members.map { (key: mapping.fold($0.name), member: $0) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.member)
  }

  /// A list is complete, and what is left of it is to be taken. Gives its room; nil where none was asked for. Those asked
  /// for before it have ended too, perhaps with an error in place of this.
  ///
  /// - Parameters:
  ///   - mask: What the server calls it, which need not be what was asked for.
  ///   - isSurelyOneOfThem: Whether no other list than those of ``rooms`` can have been asked for.
  mutating func end(
    _ mask: [UInt8], _ mapping: CaseMapping, isSurelyOneOfThem: Bool = true
  ) -> (room: [UInt8], rest: [ListedMember])? {
    let named = rooms.firstIndex { $0.isEmpty || mapping.equal($0, mask) }
    guard let index = named ?? (isSurelyOneOfThem && rooms.count == 1 ? 0 : nil) else { return nil }
    dropOutdated()
    let ended = (rooms[index], takePart(mapping))
    rooms.removeFirst(index + 1)
    isToldInPart = false
    return ended
  }

  /// The connection is lost: this client asks for the lists again, and keeps what has come until they come. Gives the
  /// room of a list that was told in part, for which it does not ask again.
  mutating func breakOff() -> [UInt8]? {
    isOutdated = true
    guard isToldInPart else { return nil }
    dropOutdated()
    isToldInPart = false
    return rooms.removeFirst()
  }

  private mutating func dropOutdated() {
    if isOutdated { members = [] }
    isOutdated = false
  }
}

/// A name of a list of members.
struct ListedMember: Equatable, Sendable {
  let name: [UInt8]
  /// What a record says of it: nothing, `away`, `@` or `+`.
  let state: [UInt8]
}
