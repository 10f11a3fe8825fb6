import CLinux
import Glibc

/// Other processes.
extension System {
  /// Texts as C wants a list of them, with nil behind the last.
  typealias Texts = [UnsafeMutablePointer<CChar>?]

  static func spawn(
    _ path: String, _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t,
    words: Texts, environment: Texts
  ) throws(SystemError) -> pid_t {
    var process: pid_t = 0
    let code = posix_spawn(&process, path, &actions, &attributes, words, environment)
    if code != 0 { throw SystemError(errno: code, operation: "posix_spawn") }
    return process
  }

  /// A descriptor that is readable when the process has ended.
  static func descriptor(ofProcess process: pid_t) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("pidfd_open") { clinux_process_descriptor(process) })
  }

  /// The status with which a child has ended, once; nil while it runs.
  static func takeStatus(ofChild process: pid_t) -> Int32? {
    var status: Int32 = 0
    return waitpid(process, &status, WNOHANG) == process ? status : nil
  }

  /// A child that has ended and whose status nobody has taken; nil where there is none.
  static func endedChild() -> pid_t? {
    let process = clinux_ended_child()
    return process > 0 ? process : nil
  }

  /// Ends a child, and waits until it has ended.
  static func end(child process: pid_t) {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Whether a group of processes has a member.
  static func isThere(group: pid_t) -> Bool { kill(-group, 0) == 0 }

  /// Sends a signal to a process, or with a negative number to a group of them. One that has ended gets nothing.
  static func send(signal: Int32, to process: pid_t) {
    kill(process, signal)
  }
}
