import Relay

/// What is to be done for one session.
enum OutboxThing {
  case send([UInt8])
  case hold(UInt64)
  case close
}

extension Outbox {
  /// What is to be done, in order, each with the slot of its session: what goes to many stands there for each of them.
  /// What is only to be known is left out.
  var things: [(slot: UInt32, thing: OutboxThing)] {
    items.flatMap { item -> [(UInt32, OutboxThing)] in
      switch item.kind {
      case .send: [(item.slot, .send(bytes(of: Int(item.lane), item.start..<item.end)))]
      case .spread: things(of: spreads[Int(item.slot)])
      case .hold: [(item.slot, .hold(item.commit))]
      case .close: [(item.slot, .close)]
      case .more: []
      case .registered, .mistaken: []
      }
    }
  }

  private func things(of spread: Spread) -> [(UInt32, OutboxThing)] {
    spread.recipients.filter(spread.includes).map { recipient in
      let lane = recipient.lane
      return (recipient.slot, .send(bytes(of: lane, spread[lane])))
    }
  }

  private func bytes(of lane: Int, _ place: Range<UInt32>) -> [UInt8] {
    withBytes(place, ofLane: lane) { [UInt8](copying: $0) }
  }
}
