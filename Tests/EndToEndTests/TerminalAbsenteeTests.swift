import Testing

@Suite("Before Enter a person sees that nobody has the name")
struct TerminalAbsenteeTests {
  @Test("of whom a line speaks to alone, until that one comes; not of somebody in another room")
  func marked() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let elsewhere = try server.join("carol", "-r", "ops")
      try alice.type("@bob")
      try alice.wait(for: "@bob") { $0.last == "#lobby alice> @bob" }
      try alice.type(" hi")
      try alice.wait(for: "the remark") { $0.last == "#lobby alice (bob is not here)> @bob hi" }
      let bob = try server.join("bob")
      try alice.wait(for: "none") { $0.last == "#lobby alice> @bob hi" }
      try alice.press("Enter")
      try bob.records { $0.event == "message" && $0.text == "hi" }
      try alice.type("/msg carol hi")
      try alice.press("C-a")
      try alice.enter("/say ")
      try alice.wait(for: "[alice]: /msg carol hi")
      try alice.type("/msg dave hi")
      try alice.wait(for: "the remark") { $0.last == "#lobby alice (dave is not here)> /msg dave hi" }
      withExtendedLifetime(elsewhere) {}
    }
  }
}
