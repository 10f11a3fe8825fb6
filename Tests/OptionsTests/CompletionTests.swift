import Glibc
import TestSupport
import Testing

@testable import Options

@Suite struct CompletionTests {
  @Test(
    "The completion files are what the table generates; CHATNET_UPDATE=1 swift test writes them anew",
    arguments: Shell.allCases)
  func snapshots(shell: Shell) throws {
    let path = "\(packageFolder)/completions/\(shell.fileName)"
    let generated = table.completions(for: shell)
    if getenv("CHATNET_UPDATE") != nil { try writeFile(path, generated) }
    let kept = try? readFile(path)
    #expect(
      kept == generated, "\(path) is out of date: CHATNET_UPDATE=1 swift test --filter CompletionTests")
  }

  @Test("The program prints what the files hold", arguments: Shell.allCases)
  func printed(shell: Shell) throws {
    #expect(try shownText("chatnet completions \(shell.rawValue)") == table.completions(for: shell))
    #expect(try offers(shell, "chatnet completions ").contains(shell.rawValue))
  }

  @Test("Each shell completes commands", arguments: Shell.allCases)
  func commands(shell: Shell) throws {
    #expect(try offers(shell, "chatnet s") == ["send", "serve"])
    #expect(try offers(shell, "chatnet --config x j") == ["join"])
    #expect(try offers(shell, "chatnet help w") == ["who"])
  }

  @Test("Each shell completes the options of the command, and only those", arguments: Shell.allCases)
  func options(shell: Shell) throws {
    #expect(try offers(shell, "chatnet join --no-") == ["--no-bell", "--no-input", "--no-timestamps"])
    #expect(try offers(shell, "chatnet send --no") == ["--no-split", "--notice"])
    #expect(
      try offers(shell, "chatnet send bob join --p")
        == ["--password-command", "--password-file", "--port", "--print-id"])
    #expect(try offers(shell, "chatnet serve --m") == ["--max-clients", "--motd"])
  }

  @Test("Each shell completes the words that an option takes", arguments: Shell.allCases)
  func words(shell: Shell) throws {
    #expect(try offers(shell, "chatnet join --color a") == ["always", "auto"])
    #expect(try offers(shell, "chatnet who --format ") == ["json", "text", "tsv"])
    #expect(try offers(shell, "chatnet join --retry ") == ["forever", "never"])
    #expect(try offers(shell, "chatnet join --input ") == ["json", "lines", "tsv"])
  }

  @Test("Each shell completes the words after an equals sign")
  func attachedWords() throws {
    #expect(try offers(.bash, "chatnet join --color=a") == ["always", "auto"])
    #expect(try offers(.bash, "chatnet who --format=") == ["json", "text", "tsv"])
    #expect(try offers(.zsh, "chatnet join --color=a") == ["always", "auto"])
    #expect(try offers(.fish, "chatnet join --color=a") == ["--color=always", "--color=auto"])
  }

  @Test("Each shell completes files where an option takes a file", arguments: Shell.allCases)
  func files(shell: Shell) throws {
    let folder = try TemporaryFolder()
    try writeFile(folder.file("motd one"), "")
    let offered = try offers(shell, "chatnet serve --motd \(folder.file("mo"))")
    #expect(offered.count == 1)
    #expect(offered.first?.contains("motd") == true)
    #expect(try offers(shell, "chatnet serve --socket non").contains("none"))
  }

  @Test("Each shell offers nothing where it cannot know", arguments: Shell.allCases)
  func nothing(shell: Shell) throws {
    #expect(try offers(shell, "chatnet join -u ").isEmpty)
    #expect(try offers(shell, "chatnet frob --no").isEmpty)
  }

  @Test("Each shell completes a link as its command", arguments: Shell.allCases)
  func links(shell: Shell) throws {
    #expect(try offers(shell, "chatnet-send --no") == ["--no-split", "--notice"])
    #expect(try offers(shell, "chatnet-join --color a") == ["always", "auto"])
  }
}
