import Wire

extension HistoryMessage {
  /// Its `msgid`.
  public var id: [UInt8] {
    var line = LineBuffer()
    TagText.appendID(number, to: &line)
    return line.withBytes(0..<line.count) { [UInt8](copying: $0) }
  }
}

/// What is told of a history as bytes that mean the same in any process.
extension ValueWriter {
  mutating func write(_ message: HistoryMessage) {
    write(message.number)
    write(message.time)
    write(UInt64(message.kind.rawValue))
    write(message.source)
    write(message.account) { $0.write($1) }
    write(message.target)
    write(message.text)
    write(message.tags)
  }

  mutating func write(_ target: HistoryTarget) {
    write(target.name)
    write(target.time)
  }

  mutating func write(_ message: SeenMessage) {
    write(message.key.low)
    write(message.key.high)
    write(message.time)
    write(message.number)
  }
}

extension ValueReader {
  mutating func historyMessage() throws(MalformedValue) -> HistoryMessage {
    let number = try signed()
    let time = try timestamp()
    guard let raw = UInt8(exactly: try unsigned()), let kind = FactMessage.Kind(rawValue: raw) else {
      throw malformed()
    }
    let source = try array()
    let account = try optional { (reader) throws(MalformedValue) in try reader.array() }
    let target = try array()
    let text = try array()
    return HistoryMessage(
      number: number, time: time, kind: kind, source: source, account: account, target: target, text: text,
      tags: try array())
  }

  mutating func historyTarget() throws(MalformedValue) -> HistoryTarget {
    let name = try array()
    return HistoryTarget(name: name, time: try timestamp())
  }

  mutating func seenMessage() throws(MalformedValue) -> SeenMessage {
    let low = try unsigned()
    let key = MessageKey(low: low, high: try unsigned())
    let time = try timestamp()
    return SeenMessage(key: key, time: time, number: try signed())
  }
}
