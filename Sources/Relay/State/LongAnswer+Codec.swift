import Wire

/// An answer in parts as a part of the written state.
extension ValueWriter {
  mutating func write(_ answer: LongAnswer, _ network: Network) {
    let next = answer.next ?? 0
    write(answer.subject)
    write(answer.label)
    write(answer.isBegun)
    write(answer.batch)
    switch answer.question {
    case .users(let mask, let query):
      write(UInt64(0))
      write(mask)
      write(query)
      write(network.arrivals.rank(of: next))
    case .members(let room, let query):
      write(UInt64(1))
      write(query)
      // Of a room that is gone nothing more is told.
      let isThere = network.allRooms.contains(room)
      write(isThere ? Optional(room.name) : nil) { $0.write($1) }
      write(isThere ? room.members.rank(of: next) : 0)
    case .rooms(let filter):
      write(UInt64(2))
      write(filter)
      write(network.allRooms.rank(of: next))
    case .namesOfAll:
      write(UInt64(3))
      write(network.allRooms.rank(of: next))
    case .names(let names):
      write(UInt64(4))
      write(names) { $0.write($1) }
      write(next)
    }
  }

  private mutating func write(_ filter: RoomFilter) {
    for masks in [filter.masks, filter.otherMasks] { write(masks) { $0.write($1) } }
    for number in [filter.moreThan, filter.lessThan] { write(number) { $0.write($1) } }
    for time in [filter.madeBefore, filter.madeAfter, filter.topicBefore, filter.topicAfter] {
      write(time) { $0.write($1) }
    }
  }

  private mutating func write(_ query: WhoQuery) {
    write(query.isExtended)
    write(query.isOfOperators)
    write(query.fields)
    write(query.token)
  }
}

extension ValueReader {
  /// - Parameter rooms: All rooms, which have been read already.
  mutating func longAnswer(in rooms: [Room]) throws(MalformedValue) -> LongAnswer {
    let subject = try array()
    let label = try array()
    let isBegun = try bool()
    let batch = try array()
    let question: LongAnswer.Question
    switch try unsigned() {
    case 0:
      let mask = try array()
      question = .users(mask: mask, try whoQuery())
    case 1:
      let query = try whoQuery()
      let name = try optional { (reader) throws(MalformedValue) in try reader.array() }
      // One that is gone stands for itself: it is in no table.
      let room =
        rooms.first { $0.name == name } ?? Room(name: name ?? [], createdAt: Timestamp(milliseconds: 0))
      question = .members(room, query)
    case 2: question = .rooms(try roomFilter())
    case 3: question = .namesOfAll
    case 4: question = .names(try list { (reader) throws(MalformedValue) in try reader.array() })
    default: throw malformed()
    }
    let answer = LongAnswer(question: question, subject: subject, label: label)
    answer.isBegun = isBegun
    answer.batch = batch
    answer.next = try unsigned()
    return answer
  }

  private mutating func roomFilter() throws(MalformedValue) -> RoomFilter {
    var filter = RoomFilter()
    filter.masks = try list { (reader) throws(MalformedValue) in try reader.array() }
    filter.otherMasks = try list { (reader) throws(MalformedValue) in try reader.array() }
    filter.moreThan = try optional { (reader) throws(MalformedValue) in try reader.int() }
    filter.lessThan = try optional { (reader) throws(MalformedValue) in try reader.int() }
    filter.madeBefore = try optional { (reader) throws(MalformedValue) in try reader.timestamp() }
    filter.madeAfter = try optional { (reader) throws(MalformedValue) in try reader.timestamp() }
    filter.topicBefore = try optional { (reader) throws(MalformedValue) in try reader.timestamp() }
    filter.topicAfter = try optional { (reader) throws(MalformedValue) in try reader.timestamp() }
    return filter
  }

  private mutating func whoQuery() throws(MalformedValue) -> WhoQuery {
    var query = WhoQuery()
    query.isExtended = try bool()
    query.isOfOperators = try bool()
    query.fields = try array()
    query.token = try array()
    return query
  }
}
