/// Some of the clients write, each with a window of messages in flight: those that not all have read who are to.
///
/// Every text that arrives is counted, and has to be the next of its sender that this client is told.
struct Conversation: Listener {
  let senders: Int
  /// How many are to read each message.
  var readers: Int
  private let window: Int
  private let lineSize: Int
  private let sent: UnsafeMutablePointer<Int>
  private let read: UnsafeMutablePointer<Int>
  /// For each client the next text of each sender.
  private let next: UnsafeMutablePointer<UInt32>
  /// For each sender as many lines as the window holds.
  private let lines: UnsafeMutableRawPointer
  /// The texts that were read.
  private(set) var deliveries = 0

  /// - Parameter addressee: To whom a sender writes.
  init(clients: Int, senders: Int, readers: Int, window: Int, addressee: (Int) -> String) {
    self.senders = senders
    self.readers = readers
    self.window = window
    sent = .allocate(capacity: senders)
    sent.initialize(repeating: 0, count: senders)
    read = .allocate(capacity: senders)
    read.initialize(repeating: 0, count: senders)
    next = .allocate(capacity: clients * senders)
    next.initialize(repeating: 0, count: clients * senders)
    // Every name is as long as the first: the numbers of the readers of private messages have two digits.
    lineSize = "PRIVMSG \(addressee(0)) :".utf8.count + Text.count + 2
    lines = .allocate(byteCount: senders * window * lineSize, alignment: 1)
    for sender in 0..<senders { fill(sender, head: "PRIVMSG \(addressee(sender)) :") }
  }

  private func fill(_ sender: Int, head: String) {
    precondition(head.utf8.count + Text.count + 2 == lineSize)
    for place in 0..<window {
      let line = lines + (sender * window + place) * lineSize
      for (offset, byte) in head.utf8.enumerated() {
        line.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
      Text.write(sender: sender, to: line + head.utf8.count)
      line.storeBytes(of: 13, toByteOffset: lineSize - 2, as: UInt8.self)
      line.storeBytes(of: 10, toByteOffset: lineSize - 1, as: UInt8.self)
    }
  }

  /// Talks until a moment.
  mutating func run(_ crowd: Crowd, until end: Int64) throws(Failure) {
    while Time.now < end {
      for sender in 0..<senders { try topUp(sender, crowd) }
      try crowd.turn(&self)
    }
  }

  /// The first sender writes its whole window and waits until it has been read by all, so many times. The server can
  /// only do this in as many turns: what it costs depends on nothing else.
  mutating func run(_ crowd: Crowd, rounds: Int) throws(Failure) {
    for _ in 0..<rounds {
      try send(window, from: 0, crowd)
      try finish(crowd)
    }
  }

  /// Once half of the window has been read by all, fills it.
  private mutating func topUp(_ sender: Int, _ crowd: Crowd) throws(Failure) {
    let unread = sent[sender] * readers - read[sender]
    if unread > window / 2 * readers { return }
    try send(window - (unread + readers - 1) / readers, from: sender, crowd)
  }

  mutating func send(_ count: Int, from sender: Int, _ crowd: Crowd) throws(Failure) {
    let first = lines + sender * window * lineSize
    for place in 0..<count {
      Text.write(
        sequence: UInt32(truncatingIfNeeded: sent[sender] + place),
        to: first + (place + 1) * lineSize - Text.count - 2)
    }
    sent[sender] += count
    try crowd.send(first, count: count * lineSize, from: sender)
  }

  /// Waits until all that was sent has been read by all.
  mutating func finish(_ crowd: Crowd) throws(Failure) {
    let deadline = Time.now + Time.nanoseconds(20)
    while let sender = (0..<senders).first(where: { sent[$0] * readers != read[$0] }) {
      if Time.now > deadline {
        let missing = sent[sender] * readers - read[sender]
        throw Failure("\(missing) deliveries of sender \(sender) are lost")
      }
      try crowd.turn(&self)
    }
  }

  @inline(__always)
  mutating func message(from sender: Int, sequence: UInt32, by client: Int, of crowd: Crowd) throws(Failure) {
    let place = client &* senders &+ sender
    guard sender < senders, next[place] == sequence else {
      throw Failure("client \(client) read message \(sequence) of sender \(sender) out of turn")
    }
    next[place] &+= 1
    read[sender] &+= 1
    deliveries &+= 1
  }
}
