import CLinux
import Glibc

/// What came of writing a queue.
public enum WriteOutcome: Equatable, Sendable {
  /// Everything is sent.
  case drained
  /// More is to be sent: wait for the descriptor to be writable.
  case blocked
  /// Everything before the first mark is sent: wait for its release, not for the descriptor.
  case held
  /// The connection has failed, and what is left in the queue cannot be sent.
  case failed(SystemError)
}

/// What came of handing pieces to a socket, or to what a stream's bytes pass through.
public enum SendOutcome: Equatable, Sendable {
  /// It took so many bytes.
  case sent(Int)
  /// It takes nothing now.
  case wouldBlock
  /// The connection has failed.
  case failed(SystemError)
}

extension SendQueue {
  /// How many pieces go into one call: their descriptions fill 1 KiB of stack.
  private static var piecesPerCall: Int { 64 }
  /// How many calls are made before the other connections have their turn.
  private static var callsPerTurn: Int { 16 }

  /// Sends what may be sent to a socket.
  ///
  /// 1. It MUST NOT block, whether or not the descriptor is non-blocking.
  /// 2. It MUST send the bytes in the order in which they were appended, each once.
  /// 3. It MUST NOT send a byte that is behind a mark that is not released.
  /// 4. It MUST NOT touch a byte of a segment, since other queues share them.
  /// 5. It MUST let go of a segment as soon as the last byte of its ranges here is sent.
  /// 6. It MUST answer `blocked` after the system took less than was offered, without trying again.
  /// 7. It MUST answer `blocked` rather than go on for ever with a reader as fast as itself.
  /// 8. It MUST NOT raise SIGPIPE, and MUST make an interrupted call again.
  /// 9. It MUST leave the queue as it was when the connection has failed, since the caller may want to know
  ///    how much was left.
  /// 10. It MUST NOT allocate memory.
  @usableFromInline
  mutating func write(to socket: Int32) -> WriteOutcome {
    write { pieces in
      // The call for one piece has less to look at than that for many.
      let (count, code) =
        pieces.count == 1
        ? System.send(socket, UnsafeRawBufferPointer(pieces[0])) : System.send(socket, pieces)
      if count >= 0 { return .sent(count) }
      if code == EAGAIN || code == EWOULDBLOCK { return .wouldBlock }
      return .failed(SystemError(errno: code, operation: "send"))
    }
  }

  /// Sends what may be sent by way of `send`, under the same contract.
  mutating func write(by send: (UnsafeMutableBufferPointer<iovec>) -> SendOutcome) -> WriteOutcome {
    for _ in 0..<SendQueue.callsPerTurn {
      if sendable == 0 { return isEmpty ? .drained : .held }
      let (offered, outcome) = offer(to: send)
      switch outcome {
      case .sent(let count):
        removeFirst(count)
        if count < offered { return .blocked }
      case .wouldBlock: return .blocked
      case .failed(let error): return .failed(error)
      }
    }
    return sendable > 0 ? .blocked : isEmpty ? .drained : .held
  }

  private func offer(
    to send: (UnsafeMutableBufferPointer<iovec>) -> SendOutcome
  ) -> (offered: Int, outcome: SendOutcome) {
    withUnsafeTemporaryAllocation(of: iovec.self, capacity: SendQueue.piecesPerCall) { pieces in
      var count = 0
      var offered = 0
      forEachSendable { piece in
        let base = UnsafeMutableRawPointer(mutating: piece.baseAddress)
        pieces.initializeElement(at: count, to: iovec(iov_base: base, iov_len: piece.count))
        count += 1
        offered += piece.count
        return count < pieces.count
      }
      return (offered, send(UnsafeMutableBufferPointer(rebasing: pieces[..<count])))
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate init(_ piece: iovec) {
    self.init(start: piece.iov_base, count: piece.iov_len)
  }
}
