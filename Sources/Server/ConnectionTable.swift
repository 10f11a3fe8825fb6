import Reactor
import Relay

/// The connections by slot. A slot is given again, with its next generation.
final class ConnectionTable {
  private var slots: [Connection?] = []
  private var generations: [UInt32] = []
  private var free: [UInt32] = []
  private(set) var count = 0

  /// The id that the next connection gets.
  func nextID() -> SessionID {
    let slot = free.popLast() ?? UInt32(slots.count)
    if Int(slot) == slots.count {
      slots.append(nil)
      generations.append(0)
    }
    return SessionID(slot: slot, generation: generations[Int(slot)])
  }

  /// Gives back an id that no connection has got.
  func giveBack(_ id: SessionID) { free.append(id.slot) }

  func insert(_ connection: Connection) {
    slots[Int(connection.id.slot)] = connection
    count += 1
  }

  func remove(_ connection: Connection) {
    let slot = Int(connection.id.slot)
    guard slots[slot] === connection else { return }
    connection.phase = .gone
    slots[slot] = nil
    // The poller's tokens leave 31 bits to the generation.
    generations[slot] = (generations[slot] + 1) & 0x7FFF_FFFF
    free.append(connection.id.slot)
    count -= 1
  }

  /// All that are there.
  var all: [Connection] { slots.compactMap(\.self) }

  /// The connection in that slot.
  subscript(slot: UInt32) -> Connection? { slots[Int(slot)] }

  /// The connection of that id, if it is still there.
  subscript(id: SessionID) -> Connection? {
    guard Int(id.slot) < slots.count, let connection = slots[Int(id.slot)], connection.id == id else {
      return nil
    }
    return connection
  }

  /// The connection that a poller's or timer's token names, if it is still there.
  subscript(token token: UInt64) -> Connection? {
    self[
      SessionID(slot: UInt32(truncatingIfNeeded: token), generation: UInt32(truncatingIfNeeded: token >> 32))]
  }
}
