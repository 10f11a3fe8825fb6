/// A subcommand of chatnet; its raw value is the word on the command line.
public enum Command: String, CaseIterable, Sendable {
  /// Run a server.
  case serve
  /// Take part in rooms, on a terminal or in a pipe.
  case join
  /// Send lines and know that they arrived.
  case send
  /// Print who is online.
  case who
  /// Print the completion script for a shell.
  case completions
  /// Explain a command.
  case help

  /// The commands that connect to a server.
  public static let clients: [Command] = [.join, .send, .who]
  /// The commands that the configuration file speaks to, and that a link can be named after.
  static let running: [Command] = [.serve] + clients
}
