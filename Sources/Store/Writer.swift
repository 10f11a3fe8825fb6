import Reactor
import Relay
import Wire

/// Keeps facts: the thread that writes. What comes while a commit goes on is the next commit.
///
/// One thread uses it, once it has been made.
final class Writer: @unchecked Sendable {
  /// After how many milliseconds what failed is tried again.
  private static let retry = 1_000
  /// For how many milliseconds what fails is tried again when the server ends; it waits a little longer than that.
  private static let patience: Int64 = 4_000
  /// For how many milliseconds nothing has come when what is put off is done.
  private static let idle = 1_000
  /// How many rows one transaction puts into `place`, beside as many as were kept meanwhile.
  private static let slice = 2_000

  private let shared: Shared
  private let database: Database
  private let checkpoints: Checkpoints
  private let retention: Retention
  private var interning: Interning
  private var indexing: Indexing
  private let messages: MessageRows
  private let rooms: RoomKeeper
  private let redacting: Redacting
  private let waiting: WaitingKeeper
  private let markers: MarkerKeeper
  private let seen: SeenKeeper
  private let credentials: CredentialKeeper
  private let history: KeptHistory
  private var places: [Place] = []

  init(
    _ database: Database, _ recent: RecentPlaces, _ shared: Shared, _ configuration: Store.Configuration
  ) throws(StoreError) {
    self.database = database
    self.shared = shared
    checkpoints = try Checkpoints(of: database, waking: shared.work)
    history = configuration.history
    retention = try Retention(database, days: configuration.days)
    interning = try Interning(database)
    indexing = try Indexing(database, recent, history)
    rooms = try RoomKeeper(database)
    redacting = try Redacting(database)
    waiting = try WaitingKeeper(database)
    markers = try MarkerKeeper(database)
    seen = try SeenKeeper(database)
    credentials = try CredentialKeeper(database)
    messages = try MessageRows(database)
  }

  /// Starts the threads.
  func start() throws(SystemError) {
    try checkpoints.start()
    try Thread.start { [self] in run() }
  }

  private func run() {
    while true {
      let hasWork = shared.work.wait(milliseconds: Writer.idle)
      let (bundles, isEnding) = shared.state.withLock { state in
        defer { state.bundles = [] }
        return (state.bundles, state.isEnding)
      }
      let isKept = bundles.isEmpty || keepAll(bundles)
      // What comes behind something that is lost is not kept either: it may build on it.
      if isEnding || !isKept {
        finish(isKept: isKept)
        return
      }
      // What fails is tried again when there is work, or a second later; whether anything can be kept is told by the next
      // message.
      let count = bundles.reduce(0) { $0 + $1.facts.count }
      if (try? tidy(after: count, isIdle: !hasWork)) == true { shared.work.signal() }
    }
  }

  /// Does a part of what is put off.
  ///
  /// - Returns: Whether there is more of it that is not to wait.
  private func tidy(after count: Int, isIdle: Bool) throws(StoreError) -> Bool {
    // Once a minute, however busy the server is, what is too old is looked for, among what is indexed.
    let isRetentionDue = retention.isDue
    try indexing.goOn(rows: max(Writer.slice, count), isIdle: isIdle || isRetentionDue)
    try checkpoints.goOn()
    if isRetentionDue, !indexing.isUnderWay, try retention.goOn() { interning.forget() }
    return indexing.isUnderWay || retention.isUnderWay
  }

  /// What is put off is done by who opens the database next.
  private func finish(isKept: Bool) {
    if isKept { _ = try? database.checkpoint(restarts: true) }
    checkpoints.end()
    shared.ended.signal()
  }

  /// Keeps facts, however long that takes; false where the server ends and has waited for that for a while.
  private func keepAll(_ bundles: [FactBundle]) -> Bool {
    var ends = Int64.max
    while true {
      do throws(StoreError) {
        try database.requireFile()
        let commit = try database.transaction { () throws(StoreError) in try keep(bundles) }
        indexing.add(places)
        reportKept(bundles, commit)
        return true
      } catch {
        interning.forget()
        reportFailure(error)
        let now = Clock.monotonicMilliseconds()
        let isEnding = shared.state.withLock { $0.isEnding }
        if isEnding { ends = min(ends, now + Writer.patience) }
        if now >= ends { return false }
        // The end of the server ends the pause.
        _ = shared.work.wait(milliseconds: isEnding ? Writer.retry / 10 : Writer.retry)
      }
    }
  }

  /// Keeps facts in the transaction at hand.
  ///
  /// - Returns: The last commit among them; 0 for none.
  private func keep(_ bundles: [FactBundle]) throws(StoreError) -> UInt64 {
    places.removeAll(keepingCapacity: true)
    messages.forget()
    var commit: UInt64 = 0
    var read: [ReadPlace: ReadMarker] = [:]
    for fact in bundles.lazy.flatMap(\.facts) {
      switch fact.event {
      case .message(let message):
        let place = try keep(message, at: fact.stamp.time)
        if isListed(message) { places.append(place) }
        commit = max(commit, message.commit)
      case .seen(let message): try seen.keep(message)
      case .received(let account, let last):
        let number = try interning.account(account)
        if history != .all { try seen.receive(number, through: last) }
        try waiting.receive(account, number: number, through: last)
      // They only go forward, so the last one stands for those before it: somebody can send very many.
      case .read(let account, let marker): read[.init(account: account, target: marker.target)] = marker
      case .accountKept(let record, let number):
        try credentials.keep(record, number: interning.account(record.id))
        commit = max(commit, number)
      case .accountEnded(let account, let number):
        read = read.filter { $0.key.account != account }
        try credentials.end(account, number: interning.account(account))
        commit = max(commit, number)
      case .roomMade(let name, let founder):
        try interning.make(room: name, by: founder, on: HistoryTime.day(of: fact.stamp.number))
      case .roomRenamed(let name, let other, _):
        try interning.rename(room: name, to: other)
        try rooms.end(name)
      case .redacted(let number, let last):
        // It may be among those that are not in the table yet.
        try messages.finish()
        places.removeAll { $0.id == number }
        if let place = try redacting.remove(number) { indexing.remove(place) }
        commit = max(commit, last)
      case .roomKept(let record): try rooms.keep(record, &interning)
      case .roomEnded(let name): try rooms.end(name)
      default: break
      }
    }
    for (place, marker) in read { try markers.set(marker, of: interning.account(place.account)) }
    try messages.finish()
    return commit
  }

  /// Whether a message is in the history, and does not only wait.
  private func isListed(_ message: FactMessage) -> Bool {
    if case .room = message.target { true } else { history == .all }
  }

  private func keep(_ message: FactMessage, at time: Timestamp) throws(StoreError) -> Place {
    let target: Int64
    let day = HistoryTime.day(of: message.number)
    var name: [UInt8]?
    switch message.target {
    case .room(let room): target = try interning.room(room, on: day)
    case .user(let user):
      target = try interning.pair(message.sender, user, on: day)
      name = user.name
    case .absent(let account, let called):
      target = try interning.pair(
        message.sender, FactActor(user: UserID(number: 0), name: called, account: account), on: day)
      name = called
      let sender = try message.sender.account.map { id throws(StoreError) in try interning.account(id) }
      try waiting.keep(message, for: try interning.account(account), by: sender ?? 0)
    }
    try messages.add(
      .init(
        message: message, target: target, drift: HistoryTime.drift(of: time, from: message.number),
        sender: interning.sender(message.source, message.sender.account, on: day), name: name))
    return Place(target: target, id: message.number)
  }

  // MARK: Telling

  private func reportKept(_ bundles: [FactBundle], _ commit: UInt64) {
    shared.tell { state in
      for bundle in bundles {
        state.kept += UInt64(bundle.facts.count)
        state.backlog -= bundle.size
      }
      state.committed = max(state.committed, commit)
      if state.isFailing {
        state.isFailing = false
        state.lines.append("\(database.path): what is said is kept again")
      }
    }
    shared.asked.signal()
  }

  private func reportFailure(_ error: StoreError) {
    shared.tell { state in
      if state.isFailing { return }
      state.isFailing = true
      state.lines.append(
        "\(error.message): what is said cannot be kept, its senders wait; it is tried again each second")
    }
    shared.asked.signal()
  }
}

/// Where somebody reads.
private struct ReadPlace: Hashable {
  let account: AccountID
  let target: [UInt8]
}

/// How the numbers of messages hold times.
enum HistoryTime {
  /// Below these bits of a number stand others than those of its time.
  static let bits: Int64 = 20

  /// How far the time of a message is from the one that its number holds, in milliseconds.
  static func drift(of time: Timestamp, from number: Int64) -> Int64 {
    time.milliseconds - (number >> bits)
  }

  /// The time of a message of that number.
  static func time(of number: Int64, drift: Int64 = 0) -> Timestamp {
    Timestamp(milliseconds: (number >> bits) + drift)
  }

  /// The day of a message of that number, counted from 1970.
  static func day(of number: Int64) -> Int64 { number >> bits / 86_400_000 }

  /// The numbers of a time: those from the first up to the second, which is not among them.
  static func numbers(of time: Timestamp) -> (Int64, Int64) {
    let milliseconds = min(max(0, time.milliseconds), Int64.max >> (bits + 1))
    return (milliseconds << bits, (milliseconds + 1) << bits)
  }
}

extension Fact {
  /// About how many bytes it takes.
  var size: Int {
    switch event {
    case .message(let message): 200 + message.text.count + message.tags.count
    case .roomKept(let record):
      400 + 400
        * (record.bans.count + record.exceptions.count + record.exemptions.count + record.operators.count)
    default: 200
    }
  }
}
