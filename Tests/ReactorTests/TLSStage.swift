import Glibc
import Testing

@testable import Reactor

/// A server's certificate of a test's own, and both ends of connections under it.
final class TLSStage {
  let acceptor: TLSAcceptor
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    acceptor = try TLSAcceptor(
      try SelfSigned.files(in: folder.file("data"), names: []), advice: Array("speak TLS\n".utf8))
  }

  /// A client that trusts whom `judge` says.
  func client(_ judge: @escaping @Sendable (TLSClient.Peer) -> TLSClient.Verdict = { _ in .trusted }) throws
    -> TLSClient
  {
    try TLSClient(showing: nil, judge: judge)
  }
}

/// A client's and a server's stream, whose sockets lead to the test, which carries the bytes between them.
final class TLSWire {
  let client: ByteStream
  let server: ByteStream
  /// The far ends of both sockets.
  private let clientSide: FileDescriptor
  private let serverSide: FileDescriptor

  init(_ stage: TLSStage) throws {
    let (first, second) = (try Ends.freePair(), try Ends.freePair())
    client = ByteStream(
      over: FileDescriptor(owning: first.0), through: try stage.client().layer(to: "localhost"))
    server = ByteStream(over: FileDescriptor(owning: second.0), through: stage.acceptor.layer())
    clientSide = FileDescriptor(owning: first.1)
    serverSide = FileDescriptor(owning: second.1)
  }

  // What the testing library's macros look at has to be copyable, which a stream is not.
  var serverHolds: Bool { server.holdsBytes }
  var clientIsUnsent: Bool { client.hasUnsentBytes }
  var serverProtection: Protection? { server.protection }
  var clientProtection: Protection? { client.protection }

  /// What the client has sent and is not carried on yet.
  func takeFromClient() -> [UInt8] { readAvailable(clientSide.rawValue) }
  func takeFromServer() -> [UInt8] { readAvailable(serverSide.rawValue) }
  func give(toServer bytes: some Collection<UInt8>) { give(Array(bytes), to: serverSide.rawValue) }
  func give(toClient bytes: some Collection<UInt8>) { give(Array(bytes), to: clientSide.rawValue) }

  private func give(_ bytes: [UInt8], to descriptor: Int32) {
    #expect(bytes.isEmpty || send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
  }

  /// Makes the handshake, in pieces of so many bytes.
  func shakeHands(inPiecesOf size: Int = .max) throws {
    var outcomes = (client.shakeHands(), Handshake.inProgress)
    for _ in 0..<10 where outcomes != (.done, .done) {
      for piece in pieces(of: takeFromClient(), size) {
        give(toServer: piece)
        if outcomes.1 == .inProgress { outcomes.1 = server.shakeHands() }
      }
      for piece in pieces(of: takeFromServer(), size) {
        give(toClient: piece)
        if outcomes.0 == .inProgress { outcomes.0 = client.shakeHands() }
      }
    }
    try #require(outcomes == (.done, .done))
  }

  /// Carries bytes to the server in pieces, and gives what it reads behind each.
  func carryToServer(_ bytes: [UInt8], inPiecesOf size: Int) -> (bytes: [UInt8], last: ReadOutcome) {
    var read: [UInt8] = []
    var last = ReadOutcome.wouldBlock
    for piece in pieces(of: bytes, size) {
      give(toServer: piece)
      let (more, outcome) = readServer()
      read += more
      last = outcome
    }
    return (read, last)
  }

  /// What the server can read now.
  func readServer(roomOf size: Int = 1 << 16) -> (bytes: [UInt8], last: ReadOutcome) {
    let scratch = ReadScratch(capacity: size)
    var bytes: [UInt8] = []
    repeat {
      let outcome = server.read(into: scratch.bytes)
      switch outcome {
      case .bytes(let count): bytes += scratch.bytes[..<count]
      case .wouldBlock where server.holdsBytes: continue
      default: return (bytes, outcome)
      }
    } while true
  }

  func readClient() -> (bytes: [UInt8], last: ReadOutcome) {
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while true {
      let outcome = client.read(into: scratch.bytes)
      guard case .bytes(let count) = outcome else { return (bytes, outcome) }
      bytes += scratch.bytes[..<count]
    }
  }

  private func pieces(of bytes: [UInt8], _ size: Int) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: min(size, max(1, bytes.count))).map {
      bytes[$0..<min(bytes.count, $0 + min(size, bytes.count))]
    }
  }
}
