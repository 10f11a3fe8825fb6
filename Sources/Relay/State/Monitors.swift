import Wire

/// A session's wish to be told when somebody comes and goes.
final class Watch: Rolled {
  let session: Session
  /// The name that it watches for, as it wrote it; empty for everybody.
  let name: [UInt8]
  /// The canonical form of the name.
  let form: [UInt8]
  /// Its place among those who watch for the same.
  var place = 0

  init(session: Session, name: [UInt8]) {
    self.session = session
    self.name = name
    form = CanonicalForm.of(name)
  }
}

/// Who wants to be told when whom comes and goes (IRCv3 monitor).
struct Monitors: ~Copyable {
  /// A name that is watched for, and those who do.
  private final class WatchedName {
    var watches = Roll<Watch>()
  }

  /// By their canonical forms.
  private var names: NameTable<WatchedName>
  /// Those who watch for everybody: `MONITOR + *`, chatnet's own.
  private var ofEverybody = Roll<Watch>()

  init(key: HashKey) { names = NameTable(key: key) }

  /// Whether nobody watches for anybody.
  var isEmpty: Bool { names.count == 0 && ofEverybody.isEmpty }

  /// How many names are watched for.
  var nameCount: Int { names.count }

  /// How many watch for everybody.
  var countOfEverybody: Int { ofEverybody.count }

  /// Calls `body` with each session that watches for a user of this name, and with each that watches for everybody:
  /// with who does both twice.
  func forEachWatcher(of name: [UInt8], _ body: (Session) -> Void) {
    ofEverybody.forEach { body($0.session) }
    names[CanonicalForm.of(name).span]?.watches.forEach { body($0.session) }
  }

  /// A session watches for a name that it does not watch for yet.
  mutating func add(_ name: [UInt8], for session: Session) {
    let watch = Watch(session: session, name: name)
    session.watches.append(watch)
    let form = watch.form
    let watched = names[form.span] ?? WatchedName()
    if watched.watches.isEmpty { names.set(watched, for: form) }
    watched.watches.append(watch)
  }

  /// A session watches for everybody.
  mutating func addEverybody(for session: Session) {
    if session.watchOfEverybody != nil { return }
    let watch = Watch(session: session, name: [])
    session.watchOfEverybody = watch
    ofEverybody.append(watch)
  }

  /// A session watches for a name no longer.
  mutating func remove(_ name: [UInt8], for session: Session) {
    let form = CanonicalForm.of(name)
    guard let place = session.watches.firstIndex(where: { ASCIIFold.equal($0.form, form) }) else { return }
    forget(session.watches.remove(at: place))
  }

  /// A session watches for everybody no longer; the names that it watches for stay.
  mutating func removeEverybody(for session: Session) {
    guard let watch = session.watchOfEverybody else { return }
    session.watchOfEverybody = nil
    ofEverybody.remove(watch)
  }

  /// A session watches for nobody any more.
  mutating func removeAll(of session: Session) {
    removeEverybody(for: session)
    for watch in session.watches { forget(watch) }
    session.watches = []
  }

  private mutating func forget(_ watch: Watch) {
    let form = watch.form
    guard let watched = names[form.span] else { return }
    watched.watches.remove(watch)
    if watched.watches.isEmpty { names.remove(form) }
  }
}
