import Reactor
import Relay
import Wire

/// Connections that a proxy passes on, and of which it says first where they come from.
extension Server {
  /// Whether a connection comes from a proxy whose word is taken.
  func isProxy(_ origin: Origin) -> Bool {
    guard !proxies.isEmpty, case .network(let host) = origin.place, let address = NumericAddress(host) else {
      return false
    }
    return proxies.contains { $0.contains(address) }
  }

  /// As whom a connection is counted of which its proxy has said nothing yet: as nobody.
  var uncounted: Guest {
    Guest(place: .block(AddressBlock(of: NumericAddress(high: 0, low: 0))), isCounted: false)
  }

  /// Goes on with what the proxy says, and then with the connection.
  func readProxyHeader(of connection: Connection) {
    while let wanted = connection.proxyHeader?.wanted {
      let outcome = room.withUnsafeMutableBytes {
        FileDescriptor.read(
          connection.stream.descriptor, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
      }
      guard case .bytes(let count) = outcome else {
        return outcome == .wouldBlock ? watch(connection) : drop(connection)
      }
      let part = Array(room[..<count])
      switch connection.proxyHeader?.take(part.span) {
      case .incomplete, nil: continue
      case .malformed: return turnAwayUnnamed(connection)
      case .whole(.own): return admit(connection, from: connection.origin.place)
      case .whole(.source(let text)):
        guard NumericAddress(text) != nil, let host = NumericHost.canonical(text) else {
          return turnAwayUnnamed(connection)
        }
        return admit(connection, from: .network(host: host))
      }
    }
  }

  /// It is known where a connection comes from: whether it may is asked now.
  private func admit(_ connection: Connection, from place: Origin.Place) {
    connection.proxyHeader = nil
    connection.farewellEnds = .max
    connection.origin = Origin(place)
    connection.visitor = Visitor(connection.id, admission.guest(from: place))
    switch admission.arrive(&connection.visitor, at: clock.monotonic) {
    case .enter: beginHandshake(of: connection)
    case .wait(let time):
      connection.phase = .held
      if connection.interest != [] { watch(connection, for: []) }
      sleep(connection, until: time)
    case .refuse(let limit):
      tellOperator(of: connection.visitor.guest, limit)
      turnAway(connection, limit)
    }
  }

  /// It comes from where proxies are, and begins as none of them does.
  private func turnAwayUnnamed(_ connection: Connection) {
    guard case .network(let host) = connection.origin.place else { return drop(connection) }
    say("\(host): a connection without a PROXY header, which --proxy-trust has all from there begin with")
    connection.proxyHeader = nil
    if !connection.stream.isPlain { return drop(connection) }
    begin(connection)
    take(
      .dismissed(
        connection.id,
        reason: Array("connections from your address begin with a PROXY header (serve --proxy-trust)".utf8)))
    carryOut()
    watch(connection)
  }

  /// Whether what was read last may be a PROXY header; what others say most is seen to be none by a look at two bytes.
  var beginsAsProxies: Bool {
    room[0] == 0x0D || room[0] == UInt8(ascii: "P") && room[2] == UInt8(ascii: "O")
  }

  /// Tells who begins as a proxy does without being one whose word is taken.
  func turnAwayProxy(_ connection: Connection, saying chunk: ArraySlice<UInt8>) -> Bool {
    guard ProxyHeaderReader.isHeader(chunk), connection.stream.isPlain, !relay.isRegistered(connection.id)
    else { return false }
    let advice = "no PROXY header is taken from your address: serve --proxy-trust names those of proxies"
    take(.dismissed(connection.id, reason: Array(advice.utf8)))
    carryOut()
    return true
  }
}
