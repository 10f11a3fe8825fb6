import Testing

/// The stagings of the examples of `serve`.
enum ServeExamples {
  static let stagings: [String: Staging] = [
    "For an afternoon, on this machine alone, and nothing is kept": afternoon,
    "For a network that you trust, with a password and two rooms": network,
  ]

  private static let afternoon: Staging = { stage in
    let address = try listening(stage, replacing: ["-p 6667": "-p 0"]) { line in
      #expect(line.contains("this machine only"))
      #expect(!line.contains("kept") && !line.contains(".sock"))
    }
    try #expect(stage.server.run("who", "-s", address).status == 0)
  }

  private static let network: Staging = { stage in
    _ = try stage.server.folder.write("open sesame\n", to: "stage/secret")
    // All addresses would be the network's, too.
    let address = try listening(stage, replacing: ["-a '*'": "-p 0 -a 127.0.0.1"]) { _ in }
    try #expect(stage.server.run("who", "-s", address).status == 77)
    let rooms = try stage.server.shell("CHATNET_PASSWORD='open sesame' chatnet who --rooms -s \(address)")
    #expect(rooms == .init(status: 0, output: "#lobby\n#ops\n", errors: ""))
  }

  /// Starts the example beside the stage's own server, and gives the address on which it listens.
  private static func listening(
    _ stage: ExampleStage, replacing replacements: [String: String], _ check: (String) -> Void
  ) throws -> String {
    let serving = try stage.start(replacing: replacements)
    var line = ""
    repeat { line = try #require(try serving.errors.line()) } while !line.contains("listening on ")
    check(line)
    let address = try #require(line.split(separator: " ").first { $0.hasPrefix("127.0.0.1:") })
    return String(address.prefix { $0 != "," })
  }
}
