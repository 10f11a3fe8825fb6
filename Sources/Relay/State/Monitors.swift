import Wire

/// Who wants to be told when whom comes and goes (IRCv3 monitor).
struct Monitors: ~Copyable {
  /// A name that is watched for, and those who do.
  private final class Watched {
    var sessions: [Session] = []
  }

  private var names = FoldedTable<Watched>()
  /// Those who watch for everybody: `MONITOR + *`, chatnet's own.
  private(set) var ofEverybody: [Session] = []

  /// Whether nobody watches for anybody.
  var isEmpty: Bool { names.count == 0 && ofEverybody.isEmpty }

  /// How many names are watched for.
  var nameCount: Int { names.count }

  /// Those who watch for a user of this name, but for those who watch for everybody.
  func watchers(of name: [UInt8]) -> [Session] {
    names[name.span]?.sessions ?? []
  }

  /// A session watches for a name that it does not watch for yet.
  mutating func add(_ name: [UInt8], for session: Session) {
    session.monitored.append(name)
    let watched = names[name.span] ?? Watched()
    if watched.sessions.isEmpty { names.set(watched, for: name) }
    watched.sessions.append(session)
  }

  /// A session watches for everybody.
  mutating func addEverybody(for session: Session) {
    if session.monitorsEverybody { return }
    session.monitorsEverybody = true
    ofEverybody.append(session)
  }

  /// A session watches for a name no longer.
  mutating func remove(_ name: [UInt8], for session: Session) {
    guard let place = session.monitored.firstIndex(where: { ASCIIFold.equal($0, name) }) else { return }
    session.monitored.remove(at: place)
    forget(session, name)
  }

  /// A session watches for everybody no longer; the names that it watches for stay.
  mutating func removeEverybody(for session: Session) {
    if !session.monitorsEverybody { return }
    session.monitorsEverybody = false
    ofEverybody.removeAll { $0 === session }
  }

  /// A session watches for nobody any more.
  mutating func removeAll(of session: Session) {
    removeEverybody(for: session)
    for name in session.monitored { forget(session, name) }
    session.monitored = []
  }

  private mutating func forget(_ session: Session, _ name: [UInt8]) {
    guard let watched = names[name.span] else { return }
    watched.sessions.removeAll { $0 === session }
    if watched.sessions.isEmpty { names.remove(name) }
  }
}
