import Glibc
import TestSupport
import Testing

@testable import Reactor

@Suite("TLS as what the bytes of a connection pass through")
struct TLSLayerTests {
  private func queue(of bytes: [UInt8]) -> SendQueue {
    var writer = SegmentWriter()
    var queue = SendQueue()
    queue.append(writer.append(bytes))
    return queue
  }

  @Test(
    "agrees and carries every byte, however its own are cut", arguments: [1, 2, 3, 5, 7, 64, 1000, Int.max])
  func splits(size: Int) throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands(inPiecesOf: size)
    #expect(wire.serverProtection?.version == "TLSv1.3")
    #expect(wire.clientProtection?.certificate?.count == 32)
    #expect(wire.serverProtection?.certificate == nil)
    let text = Array("NICK alice\r\nUSER a 0 * :Alice\r\n".utf8)
    var queue = queue(of: text)
    #expect(wire.client.write(&queue) == .drained)
    let (read, last) = wire.carryToServer(wire.takeFromClient(), inPiecesOf: size)
    #expect(read == text)
    #expect(last == .wouldBlock && !wire.serverHolds)
    wire.client.endWriting()
    #expect(wire.carryToServer(wire.takeFromClient(), inPiecesOf: size).last == .endOfFile)
  }

  @Test("a cut at every single place of a record loses and doubles nothing")
  func everyCut() throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands()
    let text = Array("PRIVMSG #lobby :hello\r\n".utf8)
    var cut = 0
    while true {
      var first = queue(of: text)
      var second = queue(of: text)
      #expect(wire.client.write(&first) == .drained && wire.client.write(&second) == .drained)
      let bytes = wire.takeFromClient()
      if cut > bytes.count { break }
      wire.give(toServer: bytes[..<cut])
      let before = wire.readServer().bytes
      wire.give(toServer: bytes[cut...])
      #expect(before + wire.readServer().bytes == text + text, "cut at \(cut)")
      cut += 1
    }
    #expect(cut > 2 * text.count)
  }

  @Test("takes one record a turn, and what the socket does not take later, as it was encrypted")
  func backpressure() throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    var queue = queue(of: bytes)
    let before = queue.count
    #expect(wire.client.write(&queue) == .blocked)
    #expect(before - queue.count == TLSBuffers.mostWritten)
    while !wire.clientIsUnsent { #expect(wire.client.write(&queue) == .blocked) }
    #expect(wire.client.interest(reads: true, writes: false) == [.read, .write])
    let taken = queue.count
    #expect(wire.client.write(&queue) == .blocked)
    #expect(queue.count == taken, "more was encrypted while some was unsent")
    var received: [UInt8] = []
    while received.count < bytes.count {
      wire.give(toServer: wire.takeFromClient())
      received += wire.readServer().bytes
      _ = wire.client.write(&queue)
    }
    #expect(received == bytes)
    #expect(wire.client.write(&queue) == .drained)
  }

  @Test("encrypts nothing that is behind a mark")
  func marks() throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands()
    var writer = SegmentWriter()
    var queue = SendQueue()
    queue.append(writer.append(Array("free".utf8)))
    queue.hold(1)
    queue.append(writer.append(Array("held".utf8)))
    #expect(wire.client.write(&queue) == .held)
    #expect(wire.carryToServer(wire.takeFromClient(), inPiecesOf: .max).bytes == Array("free".utf8))
    queue.release(through: 1)
    #expect(wire.client.write(&queue) == .drained)
    #expect(wire.carryToServer(wire.takeFromClient(), inPiecesOf: .max).bytes == Array("held".utf8))
  }

  @Test("tells of decrypted bytes that did not fit into the room")
  func heldBytes() throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands()
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    var queue = queue(of: bytes)
    #expect(wire.client.write(&queue) == .drained)
    wire.give(toServer: wire.takeFromClient())
    let scratch = ReadScratch(capacity: 64)
    #expect(wire.server.read(into: scratch.bytes) == .bytes(64))
    #expect(wire.serverHolds)
    #expect(Array(scratch.bytes) + wire.readServer(roomOf: 100).bytes == bytes)
    #expect(!wire.serverHolds)
  }

  @Test("what somebody has changed on the way ends the connection, and none of it is read", arguments: 0..<40)
  func tampering(place: Int) throws {
    let wire = try TLSWire(TLSStage())
    try wire.shakeHands()
    var queue = queue(of: Array("PRIVMSG bob :pay 10\r\n".utf8))
    #expect(wire.client.write(&queue) == .drained)
    var bytes = wire.takeFromClient()
    // The version in a record's head is not looked at.
    try #require(place < bytes.count)
    if (1...2).contains(place) { return }
    bytes[place] ^= 1
    wire.give(toServer: bytes)
    let (read, last) = wire.readServer()
    #expect(read == [])
    // A greater length waits for the rest.
    if (3...4).contains(place), last == .wouldBlock { return }
    #expect(last == .failed(SystemError(errno: EPROTO, operation: "TLS")))
  }

  @Test("who speaks no TLS is told so in the clear, and whatever else comes is refused")
  func noTLS() throws {
    let stage = try TLSStage()
    let plain = try TLSWire(stage)
    plain.give(toServer: Array("NICK alice\r\n".utf8))
    #expect(plain.server.shakeHands() == .failed("no TLS is spoken there"))
    #expect(plain.takeFromServer() == Array("speak TLS\n".utf8))
    var random = SeededGenerator(seed: 7)
    for length in 1..<200 {
      let wire = try TLSWire(stage)
      wire.give(toServer: [0x16] + (1..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
      if wire.server.shakeHands() == .done { Issue.record("noise is taken for a handshake") }
    }
  }

  @Test("a peer that goes in the handshake ends it, and others go on though they share the buffers")
  func manyAtOnce() throws {
    let stage = try TLSStage()
    let wires = try (0..<8).map { _ in try TLSWire(stage) }
    // All are in the middle of it at once.
    for wire in wires {
      #expect(wire.client.shakeHands() == .inProgress)
      wire.give(toServer: wire.takeFromClient())
      #expect(wire.server.shakeHands() == .inProgress)
    }
    for (number, wire) in wires.enumerated() {
      wire.give(toClient: wire.takeFromServer())
      #expect(wire.client.shakeHands() == .done)
      let bytes = wire.takeFromClient()
      wire.give(toServer: number.isMultiple(of: 2) ? bytes : Array(bytes.reversed()))
      let outcome = wire.server.shakeHands()
      if number.isMultiple(of: 2) {
        #expect(outcome == .done)
        var queue = queue(of: [UInt8(number)])
        #expect(wire.client.write(&queue) == .drained)
        wire.give(toServer: wire.takeFromClient())
        #expect(wire.readServer().bytes == [UInt8(number)])
      } else {
        #expect(outcome != .done)
      }
    }
  }

  @Test("a fingerprint is read as people write it, and nothing else is")
  func fingerprints() {
    let bytes = (0..<32).map { UInt8($0 * 7 & 255) }
    let text = Fingerprint.text(bytes)
    for form in [
      text, text.lowercased(), text.filter { $0 != ":" }, "SHA256:" + text, "sha256:" + text.lowercased(),
    ] {
      #expect(Fingerprint.bytes(form) == bytes)
    }
    for form in [
      "", "AB", text + "00", String(text.dropLast()), text.replacing("0", with: "G"), "SHA1:" + text,
    ] {
      #expect(Fingerprint.bytes(form) == nil)
    }
  }
}
