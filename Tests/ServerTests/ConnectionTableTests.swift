import CLinux
import Reactor
import Relay
import Testing

@testable import Server

@Suite("The table of connections")
struct ConnectionTableTests {
  private func connect(_ table: ConnectionTable) throws -> Connection {
    var pair: [Int32] = [-1, -1]
    #expect(clinux_stream_pair(&pair) == 0)
    _ = FileDescriptor(owning: pair[1])
    let connection = Connection(
      Visitor(table.nextID(), Guest(place: .login(1), isCounted: false)),
      stream: ByteStream(over: FileDescriptor(owning: pair[0])),
      origin: Origin(.local(uid: 1)), at: 0)
    table.insert(connection)
    return connection
  }

  @Test("a place is given again under another id, and old ids and tokens find nothing")
  func reuse() throws {
    let table = ConnectionTable()
    let first = try connect(table)
    let second = try connect(table)
    #expect(first.id.slot == 0 && second.id.slot == 1 && table.count == 2)
    table.remove(first)
    #expect(table.count == 1 && table[first.id] == nil && table[0] == nil)
    let third = try connect(table)
    #expect(third.id.slot == 0 && third.id != first.id && third.token != first.token)
    #expect(table[first.id] == nil && table[token: first.token] == nil)
    #expect(table[third.id] === third && table[token: third.token] === third && table[0] === third)
    table.remove(first)
    #expect(table[0] === third, "who is gone cannot be removed again")
    #expect(table.count == 2)
  }

  @Test("no token of a connection is one of the server's own")
  func tokens() throws {
    let table = ConnectionTable()
    for _ in 0..<3 {
      let connection = try connect(table)
      #expect(connection.token & Token.listener == 0)
      table.remove(connection)
    }
    let unknown = SessionID(slot: 77, generation: 0)
    #expect(table[unknown] == nil && table[token: Token.signals] == nil)
  }
}
