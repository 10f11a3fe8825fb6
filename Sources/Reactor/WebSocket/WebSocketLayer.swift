import Glibc
import Wire

/// WebSocket as what a server's stream passes through: what its user reads and writes are lines, what goes over the wire
/// are frames of one line each (IRCv3 websocket).
final class WebSocketLayer: StreamLayer, @unchecked Sendable {
  // A stream belongs to one thread at a time, and its frames to the same.

  /// Of how many bytes frames are made in a turn.
  private static let mostWritten = 16 << 10

  private let inner: any StreamLayer
  private let origins: WebSocketOrigins
  private let frames: WebSocketFrames
  private var request: UpgradeRequestReader? = UpgradeRequestReader()
  private var reader = WebSocketReader(.text)
  private var writer = WebSocketWriter(.text)
  /// The lines that have come and were not read yet.
  private var arrived: ArraySlice<UInt8> = []
  /// What is to be sent.
  private var unsent: ArraySlice<UInt8> = []
  /// What the last ping asked, that was not answered yet: a peer that asks and does not read gets one answer.
  private var question: [UInt8]?
  private var end: ReadOutcome?
  private var isEndTold = false
  /// Whether the last frame is written.
  private var isClosed = false
  private var endsWriting = false
  private var hasEnded = false
  private(set) var hasHeard = false

  init(over inner: any StreamLayer, _ origins: WebSocketOrigins, _ frames: WebSocketFrames) {
    self.inner = inner
    self.origins = origins
    self.frames = frames
  }

  var holdsBytes: Bool { !arrived.isEmpty || inner.holdsBytes || end != nil && !isEndTold }
  var hasUnsentBytes: Bool { !unsent.isEmpty || question != nil || inner.hasUnsentBytes }
  var awaited: Interest { unsent.isEmpty && question == nil ? inner.awaited : inner.awaited.union(.write) }
  var protection: Protection? { inner.protection }

  // MARK: Handshake

  func shakeHands(over socket: Int32) -> Handshake {
    if request == nil { return .done }
    let outcome = inner.shakeHands(over: socket)
    if outcome != .done { return outcome }
    while true {
      let chunk = Room.withBytes { room in
        let outcome = inner.read(from: socket, into: room)
        if case .bytes(let count) = outcome { return (Array(room[..<count]), outcome) }
        return ([], outcome)
      }
      switch chunk.1 {
      case .bytes: hasHeard = true
      case .wouldBlock:
        if inner.holdsBytes { continue }
        return .inProgress
      case .endOfFile: return .failed("the connection was closed in the WebSocket handshake")
      case .failed(let error): return .failed(error.message)
      }
      if let handshake = answer(chunk.0, over: socket) { return handshake }
    }
  }

  /// Goes on with the request; nil where more of it has to come.
  private func answer(_ chunk: [UInt8], over socket: Int32) -> Handshake? {
    var place = 0
    do throws(UpgradeRefusal) {
      switch request?.read(chunk.span, at: &place) {
      case .incomplete, nil: return nil
      case .refused(let refusal): throw refusal
      case .whole(let whole):
        let upgrade = try UpgradeAnswer(to: whole, from: origins)
        reader = WebSocketReader(upgrade.kind)
        writer = WebSocketWriter(upgrade.kind)
        unsent = upgrade.answer[...]
      }
    } catch {
      unsent = error.answer[...]
      endsWriting = true
      _ = flush(to: socket)
      return .failed("no WebSocket: \(error)")
    }
    request = nil
    take(chunk[place...], over: socket)
    if case .failed(let error) = flush(to: socket) { return .failed(error.message) }
    return .done
  }

  // MARK: Reading

  func read(from socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    if arrived.isEmpty, end == nil {
      let outcome = inner.read(from: socket, into: buffer)
      switch outcome {
      case .bytes(let count): take(Array(buffer[..<count])[...], over: socket)
      case .wouldBlock: return .wouldBlock
      case .endOfFile, .failed: end = outcome
      }
    }
    if !arrived.isEmpty {
      let count = min(arrived.count, buffer.count)
      buffer.copyBytes(from: arrived.prefix(count))
      arrived = arrived.count == count ? [] : arrived.dropFirst(count)
      return .bytes(count)
    }
    guard let end else { return .wouldBlock }
    isEndTold = true
    return end
  }

  /// Takes frames, and answers those that want an answer.
  private func take(_ chunk: ArraySlice<UInt8>, over socket: Int32) {
    var place = 0
    var lines: [UInt8] = []
    while let event = reader.next(in: chunk.span, at: &place) {
      switch event {
      case .line(let line):
        lines += line
        lines += [0x0D, 0x0A]
      case .ping(let payload): question = payload
      case .close(let code): stopReading(code)
      case .fault(let fault): stopReading(fault.code, fault.text)
      }
    }
    arrived += lines
    // That the connection has failed is told by the next write.
    if hasUnsentBytes { _ = flush(to: socket) }
  }

  /// Nothing more is read.
  private func stopReading(_ code: UInt16?, _ text: String = "") {
    end = .endOfFile
    appendClose(code, text)
  }

  // MARK: Writing

  func write(_ pieces: UnsafeMutableBufferPointer<iovec>, to socket: Int32) -> SendOutcome {
    frames.bytes.removeAll(keepingCapacity: true)
    var count = 0
    for piece in pieces where count < WebSocketLayer.mostWritten {
      let bytes = UnsafeBufferPointer(
        start: piece.iov_base?.assumingMemoryBound(to: UInt8.self),
        count: min(piece.iov_len, WebSocketLayer.mostWritten - count))
      // Behind the last frame nothing may follow: it is dropped.
      if !isClosed { writer.append(bytes.span, to: &frames.bytes) }
      count += bytes.count
    }
    let outcome = send(frames.bytes[...], to: socket)
    switch outcome {
    case .sent(let sent): unsent = sent == frames.bytes.count ? [] : Array(frames.bytes[sent...])[...]
    case .wouldBlock: unsent = Array(frames.bytes)[...]
    case .failed: return outcome
    }
    return .sent(count)
  }

  func flush(to socket: Int32) -> SendOutcome {
    while true {
      let outcome = inner.flush(to: socket)
      guard case .sent = outcome else { return outcome }
      if unsent.isEmpty, let question {
        self.question = nil
        if !isClosed { append { WebSocketFrame.appendPong(question, to: &$0) } }
      }
      if unsent.isEmpty { break }
      switch send(unsent, to: socket) {
      case .sent(let count): unsent = count == unsent.count ? [] : unsent.dropFirst(count)
      case let outcome: return outcome
      }
      if inner.hasUnsentBytes { return .wouldBlock }
    }
    if endsWriting, !hasEnded {
      hasEnded = true
      inner.endWriting(to: socket)
    }
    return .sent(0)
  }

  func endWriting(to socket: Int32) {
    endsWriting = true
    if request == nil { appendClose(1000) }
    // That the connection has failed is told by the next write.
    _ = flush(to: socket)
  }

  /// Hands bytes on, as many as are taken.
  private func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> SendOutcome {
    if bytes.isEmpty { return .sent(0) }
    return bytes.withUnsafeBytes { bytes in
      var piece = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
      return withUnsafeMutablePointer(to: &piece) {
        inner.write(UnsafeMutableBufferPointer(start: $0, count: 1), to: socket)
      }
    }
  }

  private func append(_ make: (inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    make(&bytes)
    unsent += bytes
  }

  private func appendClose(_ code: UInt16?, _ text: String = "") {
    if isClosed { return }
    isClosed = true
    append { WebSocketFrame.appendClose(code, text, to: &$0) }
  }
}

/// Room on the stack to read a request into.
private enum Room {
  static func withBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: UpgradeRequestReader.longest, alignment: 8, body)
  }
}
