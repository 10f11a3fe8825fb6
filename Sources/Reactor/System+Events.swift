import CLinux
import Glibc

/// What threads wait for: epoll(7), eventfd(2), signalfd(2), semaphores; and the clocks.
extension System {
  static func epoll() throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("epoll_create1") { clinux_epoll_create() })
  }

  static func control(
    _ epoll: Int32, _ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64
  ) throws(SystemError) {
    _ = try call("epoll_ctl") { clinux_epoll_control(epoll, operation, descriptor, events, token) }
  }

  /// Waits for events, so many milliseconds at most; negative: for ever.
  ///
  /// - Returns: How many came; 0 also when a signal interrupted the wait, since nobody knows how much time is left.
  static func wait(
    on epoll: Int32, into events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32
  ) throws(SystemError) -> Int {
    let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)
    if count >= 0 { return Int(count) }
    let code = errno
    if code == EINTR { return 0 }
    throw SystemError(errno: code, operation: "epoll_wait")
  }

  static func eventDescriptor() throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("eventfd") { clinux_event_descriptor() })
  }

  /// A descriptor from which the signals can be read.
  static func signalDescriptor(_ signals: inout sigset_t) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("signalfd") { clinux_signal_descriptor(&signals) })
  }

  /// Lets nobody but those who read them have the signals, in this thread and in those it starts.
  static func block(_ signals: inout sigset_t) throws(SystemError) {
    let code = pthread_sigmask(SIG_BLOCK, &signals, nil)
    if code != 0 { throw SystemError(errno: code, operation: "pthread_sigmask") }
  }

  /// Ignores a signal. Cannot fail for one that may be ignored.
  static func ignore(_ signal: Int32) {
    _ = Glibc.signal(signal, SIG_IGN)
  }

  /// Has a signal do what it does to a process that says nothing about it. Cannot fail for one that may be ignored.
  static func useDefault(of signal: Int32) {
    _ = Glibc.signal(signal, SIG_DFL)
  }

  /// Whether a signal is ignored. What this process does not ignore of itself it was started so.
  static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    // Compared as numbers: SIG_IGN is no function.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Starts a thread that nobody waits for, and in which every signal is blocked: it must not catch one that is meant
  /// for another thread.
  static func startThread(
    _ context: UnsafeMutableRawPointer,
    _ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  ) throws(SystemError) {
    var thread = pthread_t()
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let code = pthread_create(&thread, nil, body, context)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if code != 0 { throw SystemError(errno: code, operation: "pthread_create") }
    pthread_detach(thread)
  }

  /// Takes one from the count of a semaphore, once it is above zero and within so many milliseconds.
  static func wait(for semaphore: UnsafeMutablePointer<sem_t>, milliseconds: Int) -> Bool {
    clinux_semaphore_wait(semaphore, Int64(milliseconds)) == 0
  }

  static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Lets so many milliseconds pass, or fewer where a signal comes.
  static func pause(milliseconds: Int32) {
    _ = Glibc.poll(nil, 0, milliseconds)
  }
}
