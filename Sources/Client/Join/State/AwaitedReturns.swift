/// Private messages to those who were there before an outage and are not there after it: a server that starts anew
/// loses everybody, and the other may come back a second later. Their messages wait for that, in order, and not long.
struct AwaitedReturns: Sendable {
  private struct Waiting {
    let delivery: Delivery
    /// Who is meant, folded.
    let name: [UInt8]
    /// Whether it was sent once more, and is not answered.
    var isTried = false
  }

  /// How long after the connection is back the others are waited for, in milliseconds.
  static let span: Int64 = 10_000
  /// How long after a try the next one is made, in milliseconds.
  private static let pause: Int64 = 500
  /// So many messages wait before no more lines are taken.
  private static let most = 1000
  /// How many are remembered with whom something private was said.
  private static let mostCorrespondents = 1000

  /// With whom something private was said, folded.
  private var correspondents = RecentSet<[UInt8]>(capacity: AwaitedReturns.mostCorrespondents)
  /// Who was in the rooms when the connection was lost, folded.
  private var members: Set<[UInt8]> = []
  /// Until when those who were there are waited for, on the monotonic clock; nil: nobody is.
  private var end: Int64?
  private var nextTry: Int64?
  private var waiting: [Waiting] = []

  /// Whether nothing waits.
  var isEmpty: Bool { waiting.isEmpty }

  /// Whether more can wait; no further line is taken otherwise.
  var hasRoom: Bool { waiting.count < AwaitedReturns.most }

  /// What waits, in the order of entering.
  var deliveries: [Delivery] { waiting.map(\.delivery) }

  /// When the next try is due, on the monotonic clock; nil: none is.
  var deadline: Int64? {
    let tried = triedNames
    return waiting.contains { !tried.contains($0.name) } ? [nextTry, end].compactMap(\.self).min() : nil
  }

  /// For whom a try is under way, which decides for what waits behind it.
  private var triedNames: Set<[UInt8]> { Set(waiting.filter(\.isTried).map(\.name)) }

  /// Somebody wrote in private, or took what was written.
  mutating func note(correspondent name: [UInt8]) { correspondents.insert(name) }

  /// The connection is lost while these are in the rooms. Gives back what waits.
  mutating func lose(members: some Sequence<[UInt8]>, _ now: Moment) -> [Delivery] {
    defer { waiting = [] }
    // Who was waited for then is waited for again.
    if end.map({ $0 <= now.monotonic }) ?? true { self.members = [] }
    self.members.formUnion(members)
    end = nil
    return deliveries
  }

  /// The connection is back.
  mutating func begin(_ now: Moment) {
    end = now.monotonic + AwaitedReturns.span
    nextTry = nil
  }

  /// Whether somebody who is not there was there before, and may still come back.
  func awaits(_ name: [UInt8], _ now: Moment) -> Bool {
    guard let end, now.monotonic < end else { return false }
    return members.contains(name) || correspondents.contains(name)
  }

  /// Whether something waits for somebody.
  func holds(_ name: [UInt8]) -> Bool { waiting.contains { $0.name == name } }

  /// Keeps what nobody is there for. Gives whether it is the first for that name.
  mutating func keep(_ delivery: Delivery, for name: [UInt8], _ now: Moment) -> Bool {
    if nextTry == nil { nextTry = now.monotonic + AwaitedReturns.pause }
    if let index = waiting.firstIndex(where: { $0.delivery.id == delivery.id }) {
      waiting[index].isTried = false
      return false
    }
    defer { waiting.append(Waiting(delivery: delivery, name: name)) }
    return !holds(name)
  }

  /// A message is answered for good. Gives what else waits for that name: it goes out now.
  mutating func settle(_ delivery: Delivery) -> [Delivery] {
    guard let index = waiting.firstIndex(where: { $0.delivery.id == delivery.id }) else { return [] }
    return take(for: waiting.remove(at: index).name)
  }

  /// Somebody has come: what waits for that name is tried at once.
  mutating func hurry(_ name: [UInt8], _ now: Moment) {
    if holds(name) { nextTry = now.monotonic }
  }

  /// What is to be tried now: the first of each name.
  mutating func takeDue(_ now: Moment) -> [Delivery] {
    guard let nextTry, nextTry <= now.monotonic else { return [] }
    self.nextTry = waiting.isEmpty ? nil : now.monotonic + AwaitedReturns.pause
    var asked: Set<[UInt8]> = []
    var due: [Delivery] = []
    for index in waiting.indices where asked.insert(waiting[index].name).inserted {
      if waiting[index].isTried { continue }
      waiting[index].isTried = true
      due.append(waiting[index].delivery)
    }
    return due
  }

  /// What has waited long enough; a try that is under way decides for itself.
  mutating func takeOverdue(_ now: Moment) -> [Delivery] {
    guard let end, end <= now.monotonic, !waiting.isEmpty else { return [] }
    let tried = triedNames
    defer { waiting.removeAll { !tried.contains($0.name) } }
    return waiting.filter { !tried.contains($0.name) }.map(\.delivery)
  }

  private mutating func take(for name: [UInt8]) -> [Delivery] {
    defer { waiting.removeAll { $0.name == name } }
    return waiting.filter { $0.name == name }.map(\.delivery)
  }
}
