import Glibc
import Testing

@Suite("Each shell offers what the server knows")
struct CompletionTests {
  enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// The shell without anything that a person has configured.
    func program() throws -> [String] {
      let options = [Shell.bash: "--norc", .zsh: "-f", .fish: "--no-config"]
      return [try Programs.find(rawValue), options[self] ?? ""]
    }

    var script: String {
      let files = [Shell.bash: "chatnet.bash", .zsh: "_chatnet", .fish: "chatnet.fish"]
      return "\(Programs.sources)/completions/\(files[self] ?? "")"
    }

    /// What loads the script in a session.
    var loading: String {
      self == .zsh ? "autoload -U compinit && compinit -u -D; source '\(script)'" : "source '\(script)'"
    }
  }

  /// What a shell offers at the end of a line, sorted.
  private func offers(_ shell: Shell, _ line: String, _ server: ChatServer) throws -> [String] {
    let result = try server.start(
      shell.program() + ["\(Programs.sources)/Tests/Shells/offers.\(shell)", shell.script, line]
    ).finish()
    #expect(result.status == 0)
    #expect(result.errors == "")
    return Set(result.output.split(separator: "\n").map(String.init)).sorted()
  }

  @Test("who is online, to send and to who, those that begin as the word does", arguments: Shell.allCases)
  func people(shell: Shell) throws {
    try withServer { server in
      let people = try ["alice", "bob", "barbara"].map { try server.join($0, "--no-input") }
      for command in ["send", "send -m hi carol", "who -q"] {
        #expect(
          try offers(shell, "chatnet \(command) ", server) == ["alice", "barbara", "bob"], "\(command)")
        let begun = try offers(shell, "chatnet \(command) b", server)
        #expect(begun == ["barbara", "bob"], "\(command)")
      }
      #expect(try offers(shell, "chatnet send nobody", server) == [])
      #expect(try !offers(shell, "chatnet send -", server).contains("alice"))
      #expect(try !offers(shell, "chatnet join ", server).contains("alice"))
      _ = people
    }
  }

  @Test("the rooms after -r, without a # unless one was typed", arguments: Shell.allCases)
  func rooms(shell: Shell) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input", "-r", "ops", "-r", "orders")
      for command in ["join -r ops", "send bob", "who"] {
        let all = try offers(shell, "chatnet \(command) -r ", server)
        #expect(all == ["lobby", "ops", "orders"], "\(command)")
        let begun = try offers(shell, "chatnet \(command) --room o", server)
        #expect(begun == ["ops", "orders"], "\(command)")
      }
      let typed = shell == .fish ? "#" : "\\#"
      for line in ["chatnet join -r \\#op", "chatnet send \\#op"] {
        #expect(try offers(shell, line, server) == [typed + "ops"], "\(line)")
      }
      #expect(try offers(shell, "chatnet send '#op", server) == ["#ops"])
      #expect(try offers(shell, "chatnet serve --room ", server) == [])
      _ = bob
    }
  }

  @Test("of the server that the line is about", arguments: Shell.allCases)
  func otherServer(shell: Shell) throws {
    try withServer { near in
      try withServer { far in
        let people = try [near.join("neighbour", "--no-input"), far.join("stranger", "--no-input")]
        let config = try near.folder.write("port \(far.port)\n", to: "far")
        #expect(try offers(shell, "chatnet send ", near) == ["neighbour"])
        let places = [
          "-p \(far.port)", "-p\(far.port)", "--port=\(far.port)", "-s 127.0.0.1:\(far.port)",
          "--server=127.0.0.1:\(far.port)", "-s unix:\(far.socket)", "--host 127.0.0.1 -p \(far.port)",
          "--config \(config)", "-m 'a text' -p '\(far.port)'",
        ]
        for place in places {
          #expect(try offers(shell, "chatnet send \(place) ", near) == ["stranger"], "\(place)")
        }
        #expect(try offers(shell, "chatnet --config \(config) who ", near) == ["stranger"])
        _ = people
      }
    }
  }

  @Test("as the command that the name of a link says", arguments: Shell.allCases)
  func links(shell: Shell) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      for name in ["chatnet", "chatnet-send", "chatnet-join"] {
        symlink(Programs.chatnet, server.folder.file(name))
      }
      #expect(try offers(shell, "chatnet-send b", server) == ["bob"])
      #expect(try offers(shell, "\(server.folder.file("chatnet")) send b", server) == ["bob"])
      // fish knows a command that wraps another by its name alone.
      let link = shell == .fish ? "chatnet-send" : server.folder.file("chatnet-send")
      #expect(try offers(shell, "\(link) b", server) == ["bob"])
      #expect(try offers(shell, "chatnet-join -r l", server) == ["lobby"])
      _ = bob
    }
  }

  @Test("in the form that it needs, whatever the configuration file says", arguments: Shell.allCases)
  func configuredForm(shell: Shell) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      _ = try server.folder.makeFolder("config/chatnet")
      try server.folder.write("[who]\nformat json\nlong\n", to: "config/chatnet/config")
      #expect(try offers(shell, "chatnet send ", server) == ["bob"])
      #expect(try offers(shell, "chatnet send -r ", server) == ["lobby"])
      _ = bob
    }
  }

  @Test("and nothing, silently and soon, where it is away or says nothing", arguments: Shell.allCases)
  func away(shell: Shell) throws {
    let silent = try SilentListener()
    try withServer { server in
      let nobody = try SilentListener.freePort()
      for port in [nobody, silent.port] {
        for line in ["chatnet send -p \(port) ", "chatnet who -p \(port) b", "chatnet join -p \(port) -r "] {
          let start = ContinuousClock.now
          #expect(try offers(shell, line, server) == [], "\(line)")
          // The shell's own start is in it too, on a machine that is busy with other tests.
          #expect(ContinuousClock.now - start < .seconds(8), "\(line)")
        }
      }
    }
  }

  @Test("so quoted that the line means that name", arguments: Shell.allCases)
  func quoting(shell: Shell) throws {
    try withServer { server in
      let names = ["a[1]", "c{2}", "d`3", "e\\4", "f^|5", "gé-_"]
      let people = try names.map { try server.join($0, "--no-input") }
      let screen = try TerminalScreen(shell.program() + ["-i"], environment: server.environment)
      try screen.enter(shell.loading)
      for (number, name) in names.enumerated() {
        try screen.type("chatnet who \(name.prefix(1))")
        try screen.press("Tab")
        try screen.enter("&& echo found-\(number)")
        let lines = try screen.wait(for: "\(name) by \(shell)") { $0.contains("found-\(number)") }
        #expect(lines.contains(name), "\(lines)")
      }
      _ = people
    }
  }

  @Test("so quoted that the line means that name, behind an opening quote too", arguments: Shell.allCases)
  func openQuotes(shell: Shell) throws {
    try withServer { server in
      let names = ["a[1]", "d`3", "e\\4"]
      let people = try names.map { try server.join($0, "--no-input") }
      let screen = try TerminalScreen(shell.program() + ["-i"], environment: server.environment)
      try screen.enter(shell.loading)
      for (number, name) in names.enumerated() {
        for quote in ["'", "\""] {
          let mark = "found-\(number)\(quote == "'" ? "s" : "d")"
          try screen.type("chatnet who \(quote)\(name.prefix(1))")
          try screen.press("Tab")
          try screen.enter("&& echo \(mark)")
          let lines = try screen.wait(for: "\(name) by \(shell)") { $0.contains(mark) }
          #expect(lines.filter { $0 == name }.count == (quote == "'" ? 1 : 2), "\(lines)")
        }
      }
      _ = people
    }
  }
}
