import CLinux
import Glibc

/// What a process does about signals as a whole.
public enum Signals {
  /// Those by which a client is told to end.
  public static var ending: [Int32] { [SIGINT, SIGTERM, SIGHUP] }

  /// Those by which the system ends a process that writes where it cannot: to a reader that is gone, or beyond the size
  /// that a file may have.
  static var ofWriting: [Int32] { [SIGPIPE, SIGXFSZ] }

  /// Lets such writes fail, with EPIPE or EFBIG, instead of ending the process.
  public static func ignoreThoseOfWriting() {
    for signal in ofWriting { System.ignore(signal) }
  }

  /// Lets this process learn how its children end, also where it was started to ignore that (SIGCHLD): the system would
  /// not keep it then.
  public static func keepEndsOfChildren() {
    System.useDefault(of: SIGCHLD)
  }

  /// Lets nobody learn how a child ends, so that none stays as a zombie: a process that starts none may have some all
  /// the same, as the first one of a container gets all whose parent is gone.
  public static func dropEndsOfChildren() {
    System.ignore(SIGCHLD)
  }
}

/// Signals as something to read: signalfd(2).
///
/// A signal that the process was started to ignore stays ignored: by nohup(1) it outlives its terminal, and in the
/// background of a script the C-c that is meant for others.
public final class SignalSource {
  private let source: FileDescriptor

  /// Blocks the signals in this thread and in those it starts, and collects them instead, but for those that are
  /// ignored.
  ///
  /// To be made before any thread is started: a thread in which a signal is not blocked would take it.
  public init(_ signals: [Int32]) throws(SystemError) {
    var set = sigset_t()
    sigemptyset(&set)
    // A blocked signal would be collected though it is ignored.
    for signal in signals where !System.isIgnored(signal) { sigaddset(&set, signal) }
    try System.block(&set)
    source = try System.signalDescriptor(&set)
  }

  /// To be watched for reading.
  public var descriptor: Int32 { source.rawValue }

  /// The signals that have arrived since the last call, none where there are none.
  public func read() -> [Int32] {
    var arrived: [Int32] = []
    var record = signalfd_siginfo()
    while withUnsafeMutableBytes(of: &record, { System.read(source.rawValue, into: $0).value }) > 0 {
      arrived.append(Int32(record.ssi_signo))
    }
    return arrived
  }
}
