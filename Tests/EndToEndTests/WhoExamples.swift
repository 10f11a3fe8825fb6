import Testing

/// The stagings of the examples of `who`.
enum WhoExamples {
  static let stagings: [String: Staging] = [
    "Wait for a person, for an hour at most": person,
    "a question with an exit status": question,
  ]

  private static let person: Staging = { stage in
    let waiting = try stage.start()
    let bob = try stage.server.join("bob", "--no-input")
    try bob.records(through: stage.message("tea?", from: Programs.loginName, to: "bob"))
    #expect(try waiting.result() == .init(status: 0, output: "bob\n", errors: ""))
  }

  private static let question: Staging = { stage in
    try #expect(stage.finish() == .init(status: 0, output: "no bob\n", errors: ""))
    let bob = try stage.server.join("bob", "--no-input")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    _ = bob
  }
}
