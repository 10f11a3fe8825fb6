import Testing

@testable import Client

@Suite("Who is in the rooms")
struct RoomTableTests {
  @Test("a server that names members without end fills no memory, and those who leave make room")
  func bound() {
    var rooms = RoomTable()
    rooms.enter(b("#a"))
    rooms.enter(b("#b"))
    for number in 0..<RoomTable.mostMembers { rooms.add(b("n\(number)"), to: b(number < 10 ? "#a" : "#b")) }
    rooms.add(b("late"), to: b("#a"))
    #expect(rooms.member(b("late")) == nil)
    rooms.remove(b("N3"))
    rooms.add(b("late"), to: b("#a"))
    #expect(rooms.member(b("LATE")) == b("late"))
    rooms.leave(b("#b"), fallsBack: true)
    rooms.add(b("later"), to: b("#a"))
    #expect(rooms.member(b("later")) != nil)
  }

  @Test("entering a room again forgets who was in it")
  func again() {
    var rooms = RoomTable()
    rooms.enter(b("#a"))
    rooms.add(b("bob"), to: b("#a"))
    rooms.enter(b("#A"))
    #expect(rooms.members.isEmpty)
    #expect(rooms.names == [b("#A")])
  }

  @Test("no more rooms are remembered than a client can be in, and no name longer than a line")
  func others() {
    var rooms = RoomTable()
    for number in 0...RoomTable.mostRooms { rooms.enter(b("#\(number)")) }
    #expect(rooms.names.count == RoomTable.mostRooms)
    rooms.add([UInt8](repeating: 0x61, count: 20_000), to: b("#1"))
    #expect(rooms.members.isEmpty)
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
