import Client
import Glibc
import Reactor

@testable import Pipe

/// A loop in a thread of its own, and what is at its other ends: the server, who writes its input, who reads its output.
///
/// What the loop's thread uses a test looks at before it starts the loop and after ``ending()``, and never in between.
final class LoopStage {
  /// What the loop is connected to first.
  enum Beginning {
    /// The test's end of a connection is there.
    case connected
    /// There is no connection, for this reason.
    case failed(Failure)
  }

  let mind: ScriptedMind
  let front: ScriptedFront
  /// The server's end of the first connection.
  let server: FarEnd
  /// Where input is written to.
  let input: FarEnd
  /// Where output is read from.
  let output: FarEnd
  private let own: (server: Int32, input: Int32, output: Int32)
  private let ended: Wakeup
  private let outcome = LoopOutcome()
  private var thread = pthread_t()

  init(_ react: @escaping ScriptedMind.Reaction) throws {
    Signals.ignoreThoseOfWriting()
    // Whoever runs the tests may ignore them, as a script in the background does.
    for number in Signals.ending { Glibc.signal(number, SIG_DFL) }
    ended = try Wakeup()
    let (connection, inward, outward) = try (LoopStage.socketPair(), LoopStage.pipe(), LoopStage.pipe())
    (server, input, output) = (FarEnd(connection[1]), FarEnd(inward[1]), FarEnd(outward[0]))
    own = (connection[0], inward[0], outward[1])
    mind = ScriptedMind(react)
    front = ScriptedFront(input: own.input, output: own.output)
  }

  deinit {
    close(own.input)
    close(own.output)
  }

  /// Starts the loop. A connection that it makes later leads to that port of 127.0.0.1.
  func start(_ beginning: Beginning = .connected, port: UInt16 = 1) throws {
    let work = LoopWork { [own, mind, front, outcome, ended] in
      defer { ended.wake() }
      let address = ServerAddress.tcp(host: "127.0.0.1", port: port)
      let first: Result<OpenConnection, Failure>
      switch beginning {
      case .connected:
        first = .success(
          OpenConnection(stream: ByteStream(over: FileDescriptor(owning: own.server)), address: address))
      case .failed(let failure):
        close(own.server)
        first = .failure(failure)
      }
      // Made in this thread, since it blocks the signals of the thread that makes it.
      guard let signals = try? SignalSource(Signals.ending),
        let loop = try? ClientLoop(
          mind, over: first, timeout: 20_000, front: front, signals: signals, errors: Diagnostics())
      else { return }
      outcome.ending = try? loop.run()
    }
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<LoopWork>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    guard code == 0 else { throw StageFailure(text: "pthread_create: \(code)") }
  }

  /// Sends a signal to the loop's thread alone.
  func signal(_ number: Int32) { pthread_kill(thread, number) }

  /// Whether the loop ends before so many milliseconds have passed.
  func hasEnded(within milliseconds: Int32) -> Bool { awaitsEnd(milliseconds) }

  /// How the loop has ended, once it has.
  func ending() throws -> Ending {
    guard awaitsEnd(20_000) else { throw StageFailure(text: "the loop goes on") }
    pthread_join(thread, nil)
    guard let ending = outcome.ending else { throw StageFailure(text: "the loop could not run") }
    return ending
  }

  private func awaitsEnd(_ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: ended.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) == 1
  }

  private static func socketPair() throws -> [Int32] {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw StageFailure(text: "socketpair: \(errno)") }
    return pair
  }

  /// The end to read from, and the end to write to.
  private static func pipe() throws -> [Int32] {
    let ends = try PipeEnds()
    return [ends.reading, ends.writing].map { end in
      let copy = fcntl(end, F_DUPFD_CLOEXEC, 0)
      _ = fcntl(copy, F_SETFL, O_NONBLOCK)
      return copy
    }
  }
}

/// How the loop ended, written by its thread before that is known to have ended.
private final class LoopOutcome {
  var ending: Ending?
}

/// What a thread does with what is its own until it ends.
private final class LoopWork {
  let body: () -> Void

  init(_ body: @escaping () -> Void) { self.body = body }
}
