import Testing

/// What `install.sh` says before it does anything, and where it puts what there is, with a stand-in for the compiler:
/// nothing is built and nothing is checked here.
@Suite("install.sh")
struct InstallTests {
  private func run(_ arguments: [String]) throws -> ChildProcess.Result {
    let environment = ["PATH": Programs.searchPath, "LC_ALL": "C.UTF-8"]
    let script = "\(Programs.sources)/install.sh"
    return try ChildProcess([script] + arguments, environment: environment).finish()
  }

  @Test("--help tells of both checks")
  func help() throws {
    let help = try run(["--help"])
    #expect(help.status == 0 && help.errors == "")
    #expect(help.output.contains("\n  --check ") && help.output.contains("\n  --check=quick"))
  }

  @Test(
    "what it does not know is refused with the usage",
    arguments: [
      ("--check=x", "--check=x: "), ("--check=", "--check=: "), ("--quick", "--quick: unknown argument"),
      ("--check=quick --user", "--check and --user do not go together"),
      ("--user --check", "--check and --user do not go together"),
    ])
  func misused(arguments: String, reason: String) throws {
    let refused = try run(arguments.split(separator: " ").map(String.init))
    #expect(refused.status == 64 && refused.output == "")
    #expect(refused.errors.hasPrefix("install.sh: \(reason)"))
    #expect(refused.errors.contains("\nusage: ./install.sh "))
  }

  @Test("it installs each page of the manual, and takes all away that it has installed")
  func pages() throws {
    let folder = try TemporaryFolder()
    let programs = try folder.makeFolder("programs")
    try folder.writeProgram("echo binary", to: "programs/chatnet")
    let swift =
      "case $* in *--version*) echo 'Swift version 6.2' ;; *--show-bin-path*) echo '\(programs)' ;; esac"
    let standIns = [
      ("swift", swift), ("dpkg-query", "echo 'install ok installed'"), ("clang", "exit 1"),
      ("apt-get", "exit 1"),
    ]
    for (name, line) in standIns { try folder.writeProgram(line, to: "programs/\(name)") }
    let tree = try folder.makeFolder("tree")
    let environment = [
      "PATH": "\(programs):\(Programs.searchPath)", "LC_ALL": "C.UTF-8", "PREFIX": "/usr", "DESTDIR": tree,
    ]
    let script = "\(Programs.sources)/install.sh"
    let installed = try ChildProcess([script], environment: environment).finish()
    #expect(installed.status == 0, "\(installed.errors)")
    let pages = try DocumentedExample.pages()
    #expect(pages.count > 4)
    let place = "\(tree)/usr/share/man/man1"
    #expect(TemporaryFolder.entries(of: place).map { "man/\($0)" }.sorted() == pages)
    for page in pages {
      let text = try TemporaryFolder.contents(of: "\(Programs.sources)/\(page)")
      try #expect(TemporaryFolder.contents(of: "\(place)/\(page.dropFirst(4))") == text)
    }
    #expect(TemporaryFolder.entries(of: "\(tree)/usr/bin").count == 5)
    let removed = try ChildProcess([script, "--uninstall"], environment: environment).finish()
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(TemporaryFolder.entries(of: tree) == [])
  }
}
