import Wire

/// An input with its stamp as bytes that mean the same in any process.
extension Input {
  /// The input, taken at that stamp.
  public func encoded(at stamp: Stamp) -> [UInt8] {
    var writer = ValueWriter()
    writer.write(stamp)
    writer.write(self)
    return writer.bytes
  }

  /// The input that the bytes hold, and its stamp.
  ///
  /// - Throws: `MalformedValue` where the bytes are not exactly one input.
  public static func decoded(from bytes: [UInt8]) throws(MalformedValue) -> (Input, Stamp) {
    var reader = ValueReader(bytes)
    let stamp = try reader.stamp()
    let input = try reader.input()
    guard reader.isAtEnd else { throw reader.malformed() }
    return (input, stamp)
  }

  /// The byte that stands in front of each kind of input.
  fileprivate enum Kind: UInt64 {
    case opened = 1
    case line, overlong, closed, idle, overflow, answer, stop, more, dismissed, recalled
  }
}

extension ValueWriter {
  mutating func write(_ stamp: Stamp) {
    write(stamp.time)
    write(stamp.number)
  }

  mutating func write(_ id: SessionID) {
    write(id.slot)
    write(id.generation)
  }

  mutating func write(_ origin: Origin) {
    switch origin.place {
    case .network(let host):
      write(UInt64(0))
      write(host)
    case .local(let uid):
      write(UInt64(1))
      write(uid)
    }
    switch origin.security {
    case .plain: write(UInt64(0))
    case .encrypted(let certificate):
      write(UInt64(1))
      write(certificate) { $0.write($1) }
    }
  }

  fileprivate mutating func write(_ input: Input) {
    switch input {
    case .opened(let id, let origin):
      write(.opened, id)
      write(origin)
    case .line(let id, let line):
      write(.line, id)
      write(Array(line))
    case .overlong(let id): write(.overlong, id)
    case .closed(let ids, let reason):
      write(Input.Kind.closed.rawValue)
      write(ids) { $0.write($1) }
      write(reason)
    case .idle(let id): write(.idle, id)
    case .overflow(let id, let limit):
      write(.overflow, id)
      write(limit)
    case .more(let id): write(.more, id)
    case .dismissed(let id, let reason):
      write(.dismissed, id)
      write(reason)
    case .answer(let request, let id, let answer):
      write(.answer, id)
      write(request.number)
      write(answer)
    case .recalled(let messages):
      write(Input.Kind.recalled.rawValue)
      write(messages) { $0.write($1) }
    case .stop: write(Input.Kind.stop.rawValue)
    }
  }

  private mutating func write(_ kind: Input.Kind, _ id: SessionID) {
    write(kind.rawValue)
    write(id)
  }

  private mutating func write(_ answer: Answer) {
    switch answer {
    case .login(let name):
      write(UInt64(0))
      write(name) { $0.write($1) }
    case .owner(.nobody): write(UInt64(1))
    case .owner(.peer): write(UInt64(2))
    case .owner(.login(let name)):
      write(UInt64(3))
      write(name)
    case .unavailable: write(UInt64(4))
    case .attemptGranted: write(UInt64(5))
    case .attemptRefused(let seconds):
      write(UInt64(6))
      write(seconds)
    case .history(let messages):
      write(UInt64(7))
      write(messages) { $0.write($1) }
    case .historyTargets(let targets):
      write(UInt64(8))
      write(targets) { $0.write($1) }
    case .historyUnknown: write(UInt64(9))
    case .markers(let markers):
      write(UInt64(11))
      write(markers) { $0.write($1) }
    case .addressee(let addressee):
      write(UInt64(10))
      write(addressee)
    case .secret(let answer):
      write(UInt64(12))
      write(answer)
    }
  }
}

extension ValueReader {
  mutating func stamp() throws(MalformedValue) -> Stamp {
    let time = try timestamp()
    return Stamp(time: time, number: try signed())
  }

  mutating func sessionID() throws(MalformedValue) -> SessionID {
    let slot = try unsigned32()
    return SessionID(slot: slot, generation: try unsigned32())
  }

  mutating func origin() throws(MalformedValue) -> Origin {
    let place: Origin.Place
    switch try unsigned() {
    case 0: place = .network(host: try string())
    case 1: place = .local(uid: try unsigned32())
    default: throw malformed()
    }
    switch try unsigned() {
    case 0: return Origin(place)
    case 1:
      let certificate = try optional { (reader) throws(MalformedValue) in try reader.array() }
      return Origin(place, security: .encrypted(certificate: certificate))
    default: throw malformed()
    }
  }

  fileprivate mutating func input() throws(MalformedValue) -> Input {
    guard let kind = Input.Kind(rawValue: try unsigned()) else { throw malformed() }
    switch kind {
    case .opened:
      let id = try sessionID()
      return .opened(id, try origin())
    case .line:
      let id = try sessionID()
      return .line(id, try array()[...])
    case .overlong: return .overlong(try sessionID())
    case .closed:
      let ids = try list { (reader) throws(MalformedValue) in try reader.sessionID() }
      return .closed(ids, reason: try array())
    case .idle: return .idle(try sessionID())
    case .overflow:
      let id = try sessionID()
      return .overflow(id, limit: try int())
    case .dismissed:
      let id = try sessionID()
      return .dismissed(id, reason: try array())
    case .answer:
      let id = try sessionID()
      let request = RequestID(number: try unsigned())
      return .answer(request, id, try answer())
    case .recalled:
      return .recalled(try list { (reader) throws(MalformedValue) in try reader.seenMessage() })
    case .stop: return .stop
    case .more: return .more(try sessionID())
    }
  }

  private mutating func answer() throws(MalformedValue) -> Answer {
    switch try unsigned() {
    case 0: .login(try optional { (reader) throws(MalformedValue) in try reader.string() })
    case 1: .owner(.nobody)
    case 2: .owner(.peer)
    case 3: .owner(.login(try string()))
    case 4: .unavailable
    case 5: .attemptGranted
    case 6: .attemptRefused(seconds: try int())
    case 7: .history(try list { (reader) throws(MalformedValue) in try reader.historyMessage() })
    case 8: .historyTargets(try list { (reader) throws(MalformedValue) in try reader.historyTarget() })
    case 9: .historyUnknown
    case 10: .addressee(try addressee())
    case 12: .secret(try secretAnswer())
    case 11: .markers(try list { (reader) throws(MalformedValue) in try reader.readMarker() })
    default: throw malformed()
    }
  }
}
