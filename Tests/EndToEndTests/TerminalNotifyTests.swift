import Testing

@Suite("A person who looks elsewhere is told that somebody wants something")
struct TerminalNotifyTests {
  @Test("--notify runs a command for a mention and a private message, with the fields in its environment")
  func command() throws {
    try withServer { server in
      let command =
        #"printf '%s|%s|%s|%s\n' "$CHATNET_EVENT" "$CHATNET_FROM" "$CHATNET_TO" "$(cat)" >>"$HOME/told""#
      let alice = try server.joinScreen("alice", "--notify", command)
      let bob = try server.join("bob")
      try bob.type("to nobody")
      try bob.type("look, alice")
      try server.folder.awaitFile("home/told", holding: "message|bob|#lobby|look, alice\n")
      try bob.type("@alice $(touch \"$HOME/forged\")")
      try server.folder.awaitFile("home/told", holding: #"message|bob|alice|$(touch "$HOME/forged")"#)
      #expect(try !server.folder.read("home/told").contains("to nobody"))
      #expect(!TemporaryFolder.entries(of: server.folder.file("home")).contains("forged"))
      try alice.wait(for: "[bob]: look, alice")
    }
  }

  @Test(
    "osc9 and osc777 have the terminal tell it, unless that says that it is looked at",
    arguments: [
      ("osc9", "\u{1B}]9;bob in #lobby: look; alice\u{7}", "\u{1B}]9;bob: psst\u{7}"),
      ("osc777", "\u{1B}]777;notify;bob in #lobby;look, alice\u{7}", "\u{1B}]777;notify;bob;psst\u{7}"),
    ])
  func terminal(way: String, mention: String, secret: String) throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--notify", way)
      let bob = try server.join("bob")
      try bob.type("look; alice")
      try alice.screen.take(through: mention)
      try alice.type("\u{1B}[I")
      try alice.type("seen")
      try alice.screen.take(through: "seen")
      try bob.type("@alice first")
      let seen = try alice.screen.take(through: "first")
      #expect(!seen.contains("\u{1B}]"))
      try alice.type("\u{1B}[O")
      try alice.type("gone")
      try alice.screen.take(through: "gone")
      try bob.type("@alice psst")
      try alice.screen.take(through: secret)
    }
  }
}
