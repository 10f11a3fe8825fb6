import Testing

@Suite("A person finds Élodie, however her name is typed")
struct TerminalSpellingTests {
  @Test("in small letters she is spoken to; without her accent she is offered")
  func speaking() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let lodie = try server.join("Élodie")
      try alice.wait(for: "Élodie joined")
      try alice.enter("@élodie hi")
      try alice.wait(for: "[alice -> Élodie]: hi")
      try alice.enter("élodie:again")
      try alice.wait(for: "[alice -> Élodie]: again")
      try lodie.records { $0.event == "message" && $0.text == "again" }
      try alice.enter("@elodie hi")
      try alice.wait(for: "not sent: hi (elodie: no such user; Élodie is here)")
    }
  }

  @Test("Tab finds her, and leaves what was typed where there are several")
  func tab() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let others = try ["Élodie", "Bob"].map { try server.join($0) }
      try alice.wait(for: "Bob joined")
      for typed in ["@él", "@ELO", "@elo"] {
        try alice.type(typed)
        try alice.press("Tab")
        try alice.wait(for: "her name") { $0.last == "#lobby alice> @Élodie" }
        try alice.press("C-u")
        try alice.wait(for: "an empty line") { $0.last == "#lobby alice>" }
      }
      let further = try server.join("bobby")
      try alice.wait(for: "bobby joined")
      try alice.type("@BO")
      try alice.press("Tab")
      try alice.type("x")
      try alice.wait(for: "what was typed") { $0.last == "#lobby alice> @BOx" }
      withExtendedLifetime((others, further)) {}
    }
  }
}
