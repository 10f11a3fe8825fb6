import Testing

@Suite("Talking in rooms on a terminal", .serialized)
struct TerminalTalkTests {
  @Test("the prompt has the room in which one talks, and the lines have theirs where one is in several")
  func rooms() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#lobby")
      try bob.join("#ops")
      let alice = try server.joinScreen("alice", "-r", "lobby", "-r", "ops")
      try bob.send("PRIVMSG #lobby :to the lobby", "PRIVMSG #ops :to the others")
      try alice.wait(for: " #lobby [bob]: to the lobby")
      try alice.wait(for: " #ops [bob]: to the others")
      try alice.enter("said in the lobby")
      #expect(try bob.expect("PRIVMSG").parameters == ["#lobby", "said in the lobby"])
      try alice.enter("/room #ops")
      try alice.wait(for: "the other room") { $0.last == "#ops alice>" }
      try alice.enter("said to the others")
      #expect(try bob.expect("PRIVMSG").parameters == ["#ops", "said to the others"])
      try alice.enter("/part #lobby")
      try bob.expect("PART")
      try bob.send("PRIVMSG #ops :in one room again")
      let lines = try alice.wait(for: "in one room again")
      #expect(lines.dropLast().last?.dropFirst("10:00 ".count) == "[bob]: in one room again")
    }
  }

  @Test(
    "what is said in a room where one is not does not look as if it were said in the only one where one is")
  func elsewhere() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      try bob.send("MODE #ops -n")
      let alice = try server.joinScreen()
      try alice.enter("/msg #ops hello")
      try alice.wait(for: " #ops [alice]: hello")
      try alice.enter("hello here")
      let lines = try alice.wait(for: "[alice]: hello here")
      #expect(!lines.contains { $0.contains("#lobby [") })
    }
  }

  @Test("a line that is refused is told of with its text and why, and the arrow key brings it back")
  func refused() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      try bob.send("MODE #ops +m")
      let alice = try server.joinScreen("alice", "-r", "ops")
      try alice.enter("may I say something?")
      try alice.wait(for: "not sent: may I say something? (")
      try bob.send("MODE #ops -m")
      try alice.wait(for: "-m on #ops")
      try alice.press("Up")
      try alice.wait(for: "the line again") { $0.last == "#ops alice> may I say something?" }
      try alice.press("Enter")
      #expect(try bob.expect("PRIVMSG").parameters == ["#ops", "may I say something?"])
      let lines = try alice.wait(for: "[alice]: may I say something?")
      #expect(lines.count { $0.contains("[alice]: may I") } == 1)
    }
  }

  @Test("put out of the room in which one talks, what is entered then goes into no other")
  func putOut() throws {
    try withServer { server in
      let (bob, carol) = try (server.connect(as: "bob"), server.connect(as: "carol"))
      try bob.join("#ops")
      try carol.join("#lobby")
      let alice = try server.joinScreen("alice", "-r", "ops", "-r", "lobby")
      try alice.type("a secret of ops")
      try alice.wait(for: "a secret of ops")
      try bob.send("KICK #ops alice :out")
      try alice.wait(for: "bob put alice out of #ops (out)")
      try alice.press("Enter")
      try alice.wait(for: "not sent")
      let heard = try carol.messagesUntilNow()
      #expect(heard.filter { $0.verb == "PRIVMSG" }.isEmpty)
      try alice.enter("/room #lobby")
      try alice.enter("hello")
      #expect(try carol.expect("PRIVMSG").parameters == ["#lobby", "hello"])
    }
  }

  @Test("the prompt shows whom lines go to alone, and where they go again")
  func query() throws {
    try withServer { server in
      let (bob, carol) = try (server.connect(as: "bob"), server.connect(as: "carol"))
      try bob.join("#lobby")
      try carol.join("#lobby")
      let alice = try server.joinScreen()
      try alice.enter("/query bob")
      try alice.wait(for: "whom lines go to") { $0.last == "@bob alice>" }
      try alice.enter("just for you")
      try alice.wait(for: "[alice -> bob]: just for you")
      #expect(try bob.expect("PRIVMSG").parameters == ["bob", "just for you"])
      try bob.send("NICK robert")
      try alice.wait(for: "the new name") { $0.last == "@robert alice>" }
      try alice.enter("/query")
      try alice.wait(for: "the room again") { $0.last == "#lobby alice>" }
      try alice.enter("for all")
      #expect(try carol.expect("PRIVMSG").parameters == ["#lobby", "for all"])
      try alice.enter("/join @bob")
      try alice.wait(for: "@bob: somebody, and no room: /query bob talks to bob alone")
      try alice.enter("/topic lobby tea at four")
      #expect(try carol.expect("TOPIC").parameters == ["#lobby", "tea at four"])
      try alice.enter("/topic \"\"")
      try alice.wait(for: "alice removed the topic of #lobby")
    }
  }

  @Test("the prompt tells whom a reply answers, and it goes to nobody else who writes while it is typed")
  func reply() throws {
    try withServer { server in
      let (bob, carol) = try (server.connect(as: "bob"), server.connect(as: "carol"))
      try bob.join("#lobby")
      let alice = try server.joinScreen()
      try alice.type("/reply ")
      try alice.wait(for: "nobody") { $0.last == "#lobby alice (nobody to reply to)> /reply" }
      try bob.send("PRIVMSG alice :tea?")
      try alice.wait(for: "whom it answers") { $0.last == "#lobby alice (reply to bob)> /reply" }
      try alice.type("yes")
      try carol.send("PRIVMSG alice :coffee?")
      try bob.send("NICK robert")
      try alice.wait(for: "the new name") { lines in
        lines.last == "#lobby alice (reply to robert)> /reply yes"
          && lines.contains { $0.contains("coffee?") }
      }
      try alice.enter(", at four")
      #expect(try bob.expect("PRIVMSG").parameters == ["robert", "yes, at four"])
      try alice.enter("/r no")
      #expect(try carol.expect("PRIVMSG").parameters == ["carol", "no"])
    }
  }

  @Test("Tab offers who spoke last first, and puts a colon behind a name where that is text")
  func completion() throws {
    try withServer { server in
      let (carol, catherine) = try (server.connect(as: "carol"), server.connect(as: "catherine"))
      try carol.join()
      try catherine.join()
      let alice = try server.joinScreen()
      for (speaker, first, text) in [
        (carol, "carol", "it is me"), (catherine, "catherine", "no, me"), (carol, "carol", "me again"),
      ] {
        try speaker.send("PRIVMSG #lobby :\(text)")
        try alice.wait(for: "[\(first)]: \(text)")
        try alice.type("ca")
        try alice.press("Tab", "Tab")
        try alice.wait(for: "the names") { $0.dropLast().last?.hasPrefix("\(first):") == true }
        try alice.press("C-u")
      }
      for (typed, completed) in [
        ("car", "carol: yes"), ("say to car", "say to carol yes"), ("@cat", "@catherine yes"),
      ] {
        try alice.type(typed)
        try alice.press("Tab")
        try alice.type("yes")
        try alice.wait(for: completed) { $0.last == "#lobby alice> \(completed)" }
        try alice.press("C-u")
      }
      try alice.type("/topic #lo")
      try alice.press("Tab")
      try alice.enter("by Tab")
      #expect(try carol.expect("TOPIC").parameters == ["#lobby", "by Tab"])
    }
  }
}
