import CLoad
import Glibc

/// Clients of any IRC server, and what the server costs them and itself.
@main
enum Load {
  static func main() {
    load_raise_open_files()
    signal(SIGPIPE, SIG_IGN)
    do throws(Failure) {
      var run = try Run(Arguments(Array(CommandLine.arguments.dropFirst())))
      // What was measured before time ran out is of worth too.
      defer { if !run.report.isEmpty { print(run.report.json) } }
      try run.perform()
    } catch {
      var message = "load: \(error.message)\n"
      message.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      // `exit` flushes what was printed.
      exit(error.exitCode)
    }
  }
}
