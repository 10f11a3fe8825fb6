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
      print(try run.perform().json)
    } catch {
      var message = "load: \(error.message)\n"
      message.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(error.exitCode)
    }
  }
}
