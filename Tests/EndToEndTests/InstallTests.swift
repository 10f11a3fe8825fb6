import Testing

/// No installation and no check is begun here: only what `install.sh` says before it does anything.
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
}
