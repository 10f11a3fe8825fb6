import Testing

@Suite("A name that is taken: whose it is, and what to do")
struct TerminalNameTests {
  /// What stands on the screen, as one text wherever rows are broken.
  private func text(_ screen: TerminalScreen) throws -> String {
    try screen.lines().map { String($0.drop { $0 == " " }) }.joined(separator: " ")
  }

  @Test("two terminals of one login without -u are one user, and the second says so")
  func shared() throws {
    try withServer { server in
      let first = try server.screen("join")
      try first.wait(for: "the prompt") { $0.last?.hasSuffix(">") == true }
      #expect(try !text(first).contains("another terminal"))
      let second = try server.screen("join")
      try second.wait(for: "also from another terminal; -u NAME for another name")
    }
  }

  @Test("a name of the own login that is not its own is for one terminal")
  func ownLogin() throws {
    try withServer { server in
      let first = try server.joinScreen("ada")
      let second = try server.screen("join", "-u", "ada")
      try second.wait(for: "name:")
      #expect(try text(second).contains("ada: this name is taken by another connection of your login"))
      #expect(try text(second).contains("(leave out -u to share the login's name)"))
      withExtendedLifetime(first) {}
    }
  }

  @Test("where one came over TCP and the other over the socket, each is told what to do")
  func differentWays() throws {
    try withServer { server in
      let port = "\(server.port)"
      let overTCP = try server.screen("join", "-p", port)
      try overTCP.wait(for: "the prompt") { $0.last?.hasSuffix(">") == true }
      let overSocket = try server.screen("join")
      try overSocket.wait(for: "name:")
      #expect(try text(overSocket).contains("by a connection over TCP, which cannot share it"))
      #expect(try text(overSocket).contains("leave there and come without -p"))
      try overTCP.enter("/quit")
      _ = try overTCP.exitStatus()
      try overSocket.press("C-d")
      _ = try overSocket.exitStatus()
      let again = try server.screen("join")
      try again.wait(for: "the prompt") { $0.last?.hasSuffix(">") == true }
      let late = try server.screen("join", "-p", port)
      try late.wait(for: "name:")
      #expect(try text(late).contains("come over its Unix socket (leave out -p), and both share it"))
      withExtendedLifetime(again) {}
    }
  }
}
