import Testing

@Suite("Several rooms on one terminal")
struct TerminalRoomKeysTests {
  private func awaitPrompt(_ prompt: String, on screen: TerminalScreen) throws {
    try screen.wait(for: prompt) { $0.last == prompt }
  }

  @Test("C-x and a digit or an arrow chooses one, and what is being typed stays")
  func keys() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice", "-r", "lobby", "-r", "ops", "-r", "dev")
      let bob = try server.join("bob", "-r", "ops")
      try alice.type("half")
      for (key, room) in [("2", "ops"), ("3", "dev"), ("1", "lobby"), ("Right", "ops"), ("Down", "dev")] {
        try alice.press("C-x", key)
        try awaitPrompt("#\(room) alice> half", on: alice)
      }
      for (key, room) in [("Right", "lobby"), ("Left", "dev"), ("Up", "ops")] {
        try alice.press("C-x", key)
        try awaitPrompt("#\(room) alice> half", on: alice)
      }
      try alice.press("C-x", "9")
      try alice.wait(for: "there is no room 9: you are in 3")
      try alice.enter(" a line")
      try bob.records { $0.event == "message" && $0.text == "half a line" && $0.to == "#ops" }
    }
  }

  @Test("the prompt counts what is said in the others, and marks a mention, until lines go there")
  func unread() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice", "-r", "lobby", "-r", "ops")
      let bob = try server.join("bob", "-r", "ops")
      try bob.type("one")
      try awaitPrompt("#lobby alice (#ops 1)>", on: alice)
      try bob.type("two, alice")
      try awaitPrompt("#lobby alice (#ops 2!)>", on: alice)
      try bob.type("/join #lobby")
      try bob.records { $0.event == "join" && $0.from == "bob" && $0.to == "#lobby" }
      try bob.type("three")
      try alice.wait(for: "[bob]: three")
      try awaitPrompt("#lobby alice (#ops 2!)>", on: alice)
      try alice.press("C-x", "2")
      try awaitPrompt("#ops alice>", on: alice)
    }
  }

  @Test("/room alone tells where lines go; /part alone in a /query ends that and leaves no room")
  func places() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice", "-r", "lobby", "-r", "ops")
      try alice.enter("/room")
      try alice.wait(for: "-- lines go to #lobby; you are in #lobby, #ops")
      try alice.enter("/query bob")
      try awaitPrompt("@bob alice>", on: alice)
      try alice.enter("/room")
      try alice.wait(for: "-- lines go to bob; you are in #lobby, #ops")
      try alice.enter("/part")
      try alice.wait(for: "-- no longer talking to bob: lines go to #lobby (/part ROOM leaves a room)")
      try awaitPrompt("#lobby alice>", on: alice)
      try alice.enter("/part")
      try awaitPrompt("#ops alice>", on: alice)
    }
  }

  @Test("a command at fault, while there is no connection, leaves what waits where it was meant to go")
  func mistyped() throws {
    let first = try ChatServer()
    let alice = try first.joinScreen("alice", "-s", "127.0.0.1:\(first.port)", "-r", "lobby", "-r", "ops")
    try first.kill()
    try awaitPrompt("#lobby alice (not connected)>", on: alice)
    try alice.enter("before")
    try alice.enter("/join")
    try alice.wait(for: "a room is missing: /join ROOM [KEY]")
    try awaitPrompt("#lobby alice (not connected, 1 line waiting)>", on: alice)
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    try alice.wait(for: "#lobby [alice]: before")
    withExtendedLifetime(second) {}
  }
}
