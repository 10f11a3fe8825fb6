extension ChatServer {
  /// A `join` on a screen that has arrived in the lobby and shows its prompt.
  func joinScreen(
    _ name: String = "alice", _ options: String..., with variables: [String: String] = [:],
    columns: Int = 80, rows: Int = 24
  ) throws -> TerminalScreen {
    let arguments = [Programs.chatnet, "join", "-u", name] + options
    let screen = try TerminalScreen(
      arguments, environment: environment.merging(variables) { $1 }, columns: columns, rows: rows)
    try screen.wait(for: "the prompt") { $0.last?.hasSuffix("\(name)>") ?? false }
    return screen
  }

  /// A `join` on a bare pseudo-terminal that shows its prompt: every byte that it writes.
  func joinTerminal(
    _ name: String = "alice", _ options: String..., with variables: [String: String] = [:],
    columns: UInt16 = 80, rows: UInt16 = 24
  ) throws -> PseudoTerminal {
    let arguments = [Programs.chatnet, "join", "-u", name] + options
    let terminal = try PseudoTerminal(
      arguments, environment: environment.merging(variables) { $1 }, rows: rows, columns: columns)
    try terminal.screen.take(through: "\(name)> ")
    return terminal
  }
}

extension PseudoTerminal {
  /// Pastes the text, as a terminal does whose program has asked to be told.
  func paste(_ text: String) throws { try type("\u{1B}[200~\(text)\u{1B}[201~") }
}
