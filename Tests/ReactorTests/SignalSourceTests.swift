import Glibc
import Testing

@testable import Reactor

@Suite("Signals")
struct SignalSourceTests {
  @Test("are read in place of being acted on")
  func signalsAreRead() throws {
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let source = try SignalSource([SIGUSR1, SIGUSR2])
    #expect(source.read() == [])
    // Sent to this thread alone: the test process has others, in which nothing is blocked.
    pthread_kill(pthread_self(), SIGUSR2)
    pthread_kill(pthread_self(), SIGUSR1)
    #expect(waitFor(POLLIN, on: source.descriptor))
    #expect(Set(source.read()) == [SIGUSR1, SIGUSR2])
    #expect(source.read() == [])
  }
}

extension SignalSourceTests {
  @Test("that are ignored stay so")
  func ignored() throws {
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &before)
    let action = signal(SIGWINCH, SIG_IGN)
    defer {
      signal(SIGWINCH, action)
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    let source = try SignalSource([SIGWINCH, SIGUSR2])
    pthread_kill(pthread_self(), SIGWINCH)
    pthread_kill(pthread_self(), SIGUSR2)
    #expect(waitFor(POLLIN, on: source.descriptor))
    #expect(source.read() == [SIGUSR2])
  }
}

@Suite("The clocks")
struct ClockTests {
  @Test("run forward, and the wall clock tells this century")
  func clocksRun() {
    let earlier = Clock.monotonicMilliseconds()
    #expect(Clock.monotonicMilliseconds() >= earlier)
    #expect(Clock.wallMilliseconds() > 1_700_000_000_000)
  }
}

@Suite("A system error")
struct SystemErrorTests {
  @Test("says what the system says")
  func messageIsTheSystems() {
    let error = SystemError(errno: ECONNREFUSED, operation: "connect")
    #expect(error.message == "Connection refused")
    #expect(error.description == "connect: Connection refused")
  }

  @Test("tells a shortage of descriptors from other failures")
  func shortageIsKnown() {
    #expect(SystemError(errno: EMFILE, operation: "accept4").isOutOfDescriptors)
    #expect(SystemError(errno: ENFILE, operation: "accept4").isOutOfDescriptors)
    #expect(!SystemError(errno: EINVAL, operation: "accept4").isOutOfDescriptors)
  }
}
