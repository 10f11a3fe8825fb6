import Client
import Glibc
import Options
import Pipe
import Reactor
import Wire

/// Why there is no password, and what the process ends with.
struct PasswordFault: Error {
  let exitCode: ExitCode
  let text: String
}

/// A server's password: from a file, from a command, or from the environment.
enum Password {
  /// The password that the options name; nil where they name none.
  static func find(_ values: OptionValues) throws(PasswordFault) -> [UInt8]? {
    if let path = values.string(.passwordFile) { return try firstLine(ofFile: path) }
    if let line = values.string(.passwordCommand) { return try firstLine(ofCommand: line) }
    return values.string(.password).map { Array($0.utf8) }
  }

  /// The password of an account, which a person is asked for on the terminal.
  static func ask(forAccount account: String) throws(PasswordFault) -> [UInt8] {
    let name = Escaping.visible(Array(account.utf8), as: .name)
    switch TerminalSecret.read(prompt: "password of \(name): ") {
    case .line(let line) where !line.isEmpty: return line
    case .line, .ended:
      throw PasswordFault(exitCode: .notPermitted, text: "\(name): not logged in: no password")
    case .interrupted(let signal): Exit.with(Ending(.done, signal: signal))
    case .noTerminal:
      throw PasswordFault(
        exitCode: .usage,
        text:
          "--account \(name): its password is missing: --password-file, --password-command or CHATNET_PASSWORD"
      )
    }
  }

  /// The password in a file.
  static func firstLine(ofFile path: String) throws(PasswordFault) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try TextFile.bytes(at: path)
    } catch {
      throw PasswordFault(exitCode: error.exitCode, text: "\(path): \(error.message)")
    }
    return try firstLine(of: bytes, path)
  }

  /// The password that a command prints. It may ask for something on the terminal, but it does not get the input.
  private static func firstLine(ofCommand line: String) throws(PasswordFault) -> [UInt8] {
    let name = "--password-command"
    let output: (bytes: [UInt8], end: ShellCommand.End)
    do {
      output = try ShellCommand.output(of: line, limit: TextFile.limit)
    } catch {
      throw PasswordFault(exitCode: .cannotReadInput, text: "\(name): \(error.message)")
    }
    if output.end != .exited(0) {
      throw PasswordFault(exitCode: .cannotReadInput, text: "\(name): the command \(output.end)")
    }
    return try firstLine(of: output.bytes, name)
  }

  private static func firstLine(of bytes: [UInt8], _ name: String) throws(PasswordFault) -> [UInt8] {
    var line = Array(bytes.droppingByteOrderMark().prefix { $0 != 0x0A })
    if line.last == 0x0D { line.removeLast() }
    if line.isEmpty {
      throw PasswordFault(
        exitCode: .badInput, text: "\(name): its first line is empty: put the password there")
    }
    // Neither can stand in a line of IRC.
    if line.contains(where: { $0 == 0 || $0 == 0x0D }) {
      throw PasswordFault(
        exitCode: .badInput, text: "\(name): its first line holds a NUL or a CR: no password does")
    }
    return line
  }
}
