import Client
import Glibc
import Pipe
import Wire

/// The words of the command line.
enum Arguments {
  /// All of argv. Ends the process where one is not UTF-8: it would name another file, or say something else.
  static func all() -> [String] {
    (0..<Int(CommandLine.argc)).compactMap { number in
      guard let text = CommandLine.unsafeArgv[number] else { return nil }
      if let argument = String(validatingCString: text) { return argument }
      let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text)).map(\.self)
      let place = (Bytes.firstBreakOfUTF8(in: bytes.span) ?? 0) + 1
      Diagnostics().say("\(Escaping.visible(bytes)): not UTF-8 (byte \(place) of argument \(number))")
      Exit.with(.badInput)
    }
  }
}
