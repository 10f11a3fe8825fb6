import CLinux
import Glibc

/// How a program is started: posix_spawn with the descriptors that it is to have, and no others.
struct Spawn {
  var arguments: [String]
  var environment: [String: String]
  /// What becomes the program's descriptors 0, 1, 2, …
  var descriptors: [Int32] = []
  /// A terminal that becomes the program's 0, 1 and 2 and controls it.
  var terminal: String?

  /// Starts the program, which the first argument names by its path. It leads a process group of its own.
  func start() throws -> pid_t {
    Spawn.ignoreBrokenPipes
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    addActions(to: &actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    set(&attributes)
    var arguments = arguments.map { strdup($0) } + [nil]
    var environment = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var process: pid_t = 0
    let error = posix_spawn(&process, self.arguments[0], &actions, &attributes, &arguments, &environment)
    guard error == 0 else { throw HarnessError("\(self.arguments[0]): \(String(cString: strerror(error)))") }
    return process
  }

  /// A test that writes to a program that has ended must get an error, not a signal.
  private static let ignoreBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

  private func addActions(to actions: inout posix_spawn_file_actions_t) {
    if let terminal {
      // The first terminal that the leader of a session opens becomes its controlling one.
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    for (target, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
  }

  /// Signals as a shell would hand them down, whatever the test process has done with its own.
  private func set(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let group = terminal == nil ? POSIX_SPAWN_SETPGROUP : CLINUX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(group | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }
}

/// The two ends of a pipe, neither of which outlives an exec: parallel tests start programs at any moment, and
/// one that inherited a writing end would keep its reader waiting.
struct PipeEnds {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard clinux_pipe(&ends) == 0 else { throw HarnessError.system("pipe") }
    (reading, writing) = (ends[0], ends[1])
  }
}
