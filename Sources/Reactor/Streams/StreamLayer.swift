import Glibc

/// How far the two ends of a connection have come in agreeing how they talk.
public enum Handshake: Equatable, Sendable {
  /// The peer's next word is awaited, or room for one's own.
  case inProgress
  /// Bytes may go both ways.
  case done
  /// There will be no agreement, for this reason.
  case failed(String)
}

/// What the bytes of a connection pass through on their way to its socket and back, such as an encryption. None of its
/// calls blocks.
///
/// It belongs to one ``ByteStream``, and with that to one thread at a time.
public protocol StreamLayer: AnyObject, Sendable {
  /// Goes on with the handshake as far as the socket lets it. Nothing is read or written before it is done.
  func shakeHands(over socket: Int32) -> Handshake

  /// Reads what the peer meant, as much as fits.
  func read(from socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome

  /// Takes over bytes of the pieces, from the first on, and sends what the socket takes of them. To be called only
  /// while it has no unsent bytes.
  ///
  /// - Returns: How many bytes it took over. Those need not be offered again, whether or not they are sent.
  func write(_ pieces: UnsafeMutableBufferPointer<iovec>, to socket: Int32) -> SendOutcome

  /// Sends bytes that it took over before.
  ///
  /// - Returns: `wouldBlock` where some are still unsent.
  func flush(to socket: Int32) -> SendOutcome

  /// Says that nothing more is coming, behind what is unsent.
  func endWriting(to socket: Int32)

  /// Whether it has bytes to read though the socket may have none.
  var holdsBytes: Bool { get }

  /// Whether it has bytes to send.
  var hasUnsentBytes: Bool { get }

  /// What it waits for of the socket, whatever its user wants: `write` while it has unsent bytes, `read` while it
  /// cannot write before it has heard from the peer.
  var awaited: Interest { get }

  /// Whether the peer has begun the handshake.
  var hasHeard: Bool { get }

  /// How it keeps others from reading what passes; nil where it does not, and before the handshake is done.
  var protection: Protection? { get }
}

extension StreamLayer {
  /// It is taken to have.
  public var hasHeard: Bool { true }
  /// None.
  public var protection: Protection? { nil }
}

/// What keeps others from reading what goes over a connection.
public struct Protection: Equatable, Sendable {
  /// Such as `TLSv1.3`.
  public let version: String
  /// The SHA-256 of the certificate that the other end has shown, and whose key it has proven to have; nil where it has
  /// shown none.
  public let certificate: [UInt8]?
}
