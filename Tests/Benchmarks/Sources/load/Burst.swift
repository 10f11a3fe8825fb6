/// So many long lines at once from one client to another, again and again. What the server does not take now is
/// written the next time.
struct Burst {
  let receiver: Int
  private let writer: Int
  private let bytes: [UInt8]
  private var written = 0

  init(of count: Int, from writer: Int, to receiver: Int) {
    self.writer = writer
    self.receiver = receiver
    let text = String(repeating: "y", count: 400)
    bytes = (0..<count).flatMap { _ in Array("PRIVMSG \(Arrival.name(of: receiver)) :\(text)\r\n".utf8) }
  }

  mutating func write(_ crowd: Crowd) throws(Failure) {
    if written == bytes.count { written = 0 }
    let rest = bytes[written...]
    let result = rest.withUnsafeBytes { rest in
      Result { () throws(Failure) in try crowd.sendSome(rest, from: writer) }
    }
    written += try result.get()
  }
}
