import Wire

@testable import Relay

/// A relay and its connections, kept as the server keeps them. What it finds wrong it traps on, with the reason.
final class Stage {
  /// How many seats the steps are about. Others are the crowd's.
  static let seatCount = 8

  var relay: Relay
  var seats: [Seat]
  private(set) var now: Stamp
  /// What the relay has asked and nobody has answered, also where who waited for it is gone.
  var requests: [Request] = []
  /// All that was sent and told, where that is wanted.
  var transcript: Transcript?

  init(_ configuration: RelayConfiguration) {
    relay = Relay(configuration: configuration)
    seats = Array(repeating: Seat(), count: Stage.seatCount)
    now = Stamp(time: configuration.node.startedAt, number: 0)
  }

  /// A stage on which something has happened already.
  init(_ configuration: RelayConfiguration, from opening: Opening) {
    relay = Stage.relay(configuration, opening.state)
    seats = opening.seats
    now = opening.now
  }

  static func relay(_ configuration: RelayConfiguration, _ state: [UInt8]) -> Relay {
    do {
      return try Relay(configuration: configuration, state: state)
    } catch {
      fatalError("a written state is not read: \(error)")
    }
  }

  func id(_ place: Int) -> SessionID {
    SessionID(slot: UInt32(place), generation: seats[place].generation)
  }

  func wait(milliseconds: Int64) {
    now = Stamp(
      time: Timestamp(milliseconds: now.time.milliseconds + milliseconds), number: now.number)
  }

  /// Hands over an input, and carries out what it led to.
  func take(_ input: Input) {
    hand(input)
    carryOut()
  }

  private func hand(_ input: Input) {
    now = Stamp(
      time: Timestamp(milliseconds: now.time.milliseconds + 250), number: now.number + Stamp.span)
    relay.take(input, at: now)
    if relay.outbox.takeWork() < 0 || relay.outbox.takeNews() < 0 { fatalError("less work than none") }
  }

  func open(_ place: Int, _ origin: Origin) {
    if seats[place].isTaken { close([place], reason: "connection closed") }
    seats[place].isTaken = true
    take(.opened(id(place), origin))
  }

  func close(_ places: [Int], reason: String) {
    let places = places.filter { seats[$0].isTaken }
    for place in places {
      // Nothing may be sent to it any more.
      seats[place].isTaken = false
      Framing.check(seats[place].reads)
    }
    take(.closed(places.map(id), reason: Array(reason.utf8)))
    for place in places {
      let generation = seats[place].generation + 1
      seats[place] = Seat()
      seats[place].generation = generation
    }
  }

  /// Bytes come in; their lines are taken when the connection waits for nothing.
  func read(_ bytes: [UInt8], at place: Int) {
    if !seats[place].isTaken { open(place, Stage.origin(of: place)) }
    if seats[place].isEnded { return }
    seats[place].reads.append(bytes)
    seats[place].backlog += bytes
    takeBacklog(place)
  }

  static func origin(of place: Int) -> Origin { Origin(.network(host: "192.0.2.\(place)")) }

  /// Takes the lines that were read, as far as the connection may go on.
  @discardableResult
  func takeBacklog(_ place: Int) -> Bool {
    if seats[place].backlog.isEmpty || seats[place].waits || seats[place].isEnded { return false }
    let chunk = seats[place].backlog
    seats[place].backlog = []
    var position = 0
    while !seats[place].waits, !seats[place].isEnded,
      let frame = seats[place].framer.next(in: chunk.span, at: &position)
    {
      switch frame {
      case .line(let lines): hand(.line(id(place), chunk[lines]))
      case .gathered(let line): hand(.line(id(place), line[...]))
      case .empty: continue
      case .overlong: hand(.overlong(id(place)))
      }
      // So does the server, with other limits; else what several lines lead to is carried out together.
      if relay.outbox.isAwaited || relay.outbox.byteCount > 1 << 14 { carryOut() }
    }
    carryOut()
    if !seats[place].isEnded { seats[place].backlog = Array(chunk[position...]) }
    return true
  }

  func answer(_ request: Request, _ answer: Answer) {
    let place = Int(request.session.slot)
    if seats[place].isTaken, id(place) == request.session { seats[place].awaitsAnswer = false }
    take(.answer(request.id, request.session, answer))
  }

  func goOn(_ place: Int) {
    seats[place].hasMore = false
    take(.more(id(place)))
  }
}
