import Glibc

/// The folder that holds Package.swift.
let packageFolder = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/\($1)" }

/// What a program did: its exit status and all that it wrote to either stream.
struct Outcome: Equatable {
  let status: Int32
  let output: String
}

struct SubprocessError: Error {
  let message: String
}

/// Runs a program of the PATH to its end, with an empty standard input and an environment of its own; one that takes
/// longer than 30 seconds is killed, and the test fails.
func run(_ arguments: [String], home: String = "/nonexistent") throws -> Outcome {
  var ends: [Int32] = [-1, -1]
  // Not a pipe: Glibc's module has no pipe2, and a child of a test in parallel must not inherit an end.
  let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
    throw SubprocessError(message: "socketpair: \(errno)")
  }
  defer { close(ends[0]) }
  let child: pid_t
  do {
    defer { close(ends[1]) }
    child = try spawn(arguments, home: home, output: ends[1])
  }
  let output = readToEnd(ends[0], within: 30)
  if output == nil { kill(child, SIGKILL) }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  guard let output else { throw SubprocessError(message: "\(arguments) did not end") }
  // WIFEXITED and WEXITSTATUS are macros that Swift does not import.
  let exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  return Outcome(status: exitStatus, output: String(decoding: output, as: UTF8.self))
}

private func spawn(_ arguments: [String], home: String, output: Int32) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)

  let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
  let environment = ["PATH=\(path)", "HOME=\(home)", "LC_ALL=C.UTF-8", "TERM=dumb"]
  var argv = arguments.map { strdup($0) } + [nil]
  var envp = environment.map { strdup($0) } + [nil]
  defer { for pointer in argv + envp { free(pointer) } }
  var child: pid_t = 0
  let failure = posix_spawnp(&child, arguments[0], &actions, nil, &argv, &envp)
  guard failure == 0 else {
    throw SubprocessError(message: "\(arguments[0]): \(String(cString: strerror(failure)))")
  }
  return child
}

/// All bytes up to the end, nil where it has not come within so many seconds.
private func readToEnd(_ descriptor: Int32, within seconds: Int) -> [UInt8]? {
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(seconds)
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let left = Int32((deadline - clock.now) / .milliseconds(1))
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&waiting, 1, left) > 0 else { return nil }
    let count = read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count > 0 { bytes += buffer[..<count] }
  }
}

/// The text of a file.
func readFile(_ path: String) throws -> String {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw SubprocessError(message: "\(path): \(String(cString: strerror(errno)))")
  }
  defer { close(descriptor) }
  guard let bytes = readToEnd(descriptor, within: 30) else { throw SubprocessError(message: path) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Makes a file, or replaces what it held.
func writeFile(_ path: String, _ text: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else {
    throw SubprocessError(message: "\(path): \(String(cString: strerror(errno)))")
  }
  defer { close(descriptor) }
  var text = text
  let written = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
  guard written == text.utf8.count else { throw SubprocessError(message: "\(path): cut short") }
}
