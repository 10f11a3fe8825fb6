import Testing

@Suite("System calls stand in one place")
struct SystemCallTests {
  /// Calls that only `System` may make. Not among them are names that methods have too (`read`, `connect`): those are
  /// seen where they are written with their module, as they have to be beside such a method.
  static let calls: Set<String> = [
    "accept4", "access", "chmod", "chown", "clock_gettime", "close", "dup", "dup2", "epoll_ctl", "epoll_wait",
    "fchmod", "fchown", "fcntl", "flock", "fork", "fstat", "fstatat", "fsync", "ftruncate", "getaddrinfo",
    "geteuid",
    "getpeername", "getpwnam_r", "getpwuid_r", "getsockname", "getsockopt", "getuid", "isatty", "kill",
    "link",
    "lseek", "lstat", "mkdir", "mkfifo", "open", "pipe", "pipe2", "poll", "posix_spawn", "pread",
    "pthread_create",
    "pthread_detach", "pthread_sigmask", "pwrite", "realpath", "recv", "rmdir", "sem_post", "sem_wait",
    "sendmsg",
    "setsockopt", "shutdown", "socketpair", "symlink", "umask", "unlink", "unlinkat", "usleep",
    "waitpid",
  ]

  /// What `CLinux` has that is no system call.
  static let pure: Set<String> = [
    "clinux_environment", "clinux_error_text", "clinux_find_byte", "clinux_find_last_byte",
    "clinux_signal_name",
    "clinux_unix_address",
  ]

  /// Files that make calls of their own, and why.
  static let exceptions = [
    // getaddrinfo(3) and getnameinfo(3) are no system calls, and fill in what this file is about.
    "SocketAddress.swift",
    // sem_wait(3) and its like keep the state of the object.
    "CountingSemaphore.swift",
    // How readline reads and what it does to the terminal is one thing with readline.
    "ReadlineKeys.swift", "Readline.swift", "TerminalState.swift", "TerminalFront.swift",
  ]

  @Test("in all modules but for what belongs to readline")
  func calls() throws {
    let files = try SourceTree.swiftFiles(in: "Sources")
    #expect(files.count > 100, "the files are not found")
    for file in files {
      let name = file.split(separator: "/").last.map { String($0) } ?? ""
      if name.hasPrefix("System.") || name.hasPrefix("System+") { continue }
      if SystemCallTests.exceptions.contains(name) { continue }
      let text = try SourceTree.text(of: file)
      // Without one of these modules there is nothing to call.
      guard text.contains("import Glibc\n") || text.contains("import CLinux\n") else { continue }
      for call in SystemCallTests.calls(in: text) {
        Issue.record("\(file) calls \(call)")
      }
    }
  }

  @Test(
    "a call is seen however it is written, and nothing else is taken for one",
    arguments: [
      ("let n = poll(&e, 1, 0)", ["poll"]), ("_ = Glibc.read(0, b, 1)", ["Glibc.read"]),
      ("try System.poll(&e, until: 0)", []), ("stream.close()", []), ("func open(_ path: String)", []),
      ("// as close(2) says", []), ("/// kill(2)", []), ("clinux_send(fd, b, 1)", ["clinux_send"]),
      ("clinux_find_byte(b, 1, 1)", []), ("reopen(file)", []), ("if !isatty(1) { exit(1) }", ["isatty"]),
    ] as [(String, [String])])
  func seen(line: String, found: [String]) {
    #expect(SystemCallTests.calls(in: line) == found)
  }

  /// The calls that a text makes.
  static func calls(in text: String) -> [String] {
    text.split(separator: "\n").flatMap { line -> [String] in
      guard let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first
      else {
        return []
      }
      var found: [String] = []
      var words = code.split(separator: "(", omittingEmptySubsequences: false).dropLast()[...]
      while let word = words.popFirst() {
        let name = String(word.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
        let before = word.dropLast(name.count)
        if before.hasSuffix("Glibc.") { found.append("Glibc." + name) }
        if before.hasSuffix(".") || before.hasSuffix("func ") { continue }
        if calls.contains(name) || (name.hasPrefix("clinux_") && !pure.contains(name)) { found.append(name) }
      }
      return found
    }
  }
}
