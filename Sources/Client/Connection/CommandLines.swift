import Wire

/// Writes a client's commands.
extension [UInt8] {
  /// Appends a command and its parameters as one line. The last parameter is marked with a colon where it is empty,
  /// holds a blank or begins with one; what would end the line early (CR, LF, NUL) becomes a blank.
  mutating func appendCommand(_ verb: StaticString, _ parameters: [[UInt8]]) {
    append(verb)
    for (index, parameter) in parameters.enumerated() {
      append(" ")
      if index == parameters.count - 1, parameter.needsColon { append(":") }
      appendCleaned(parameter)
    }
    append("\r\n")
  }

  /// Appends a command and its parameters as one line.
  mutating func appendCommand(_ verb: StaticString, _ parameters: [UInt8]...) {
    appendCommand(verb, parameters)
  }

  /// Appends a line as a person wrote it.
  mutating func appendRaw(_ line: [UInt8]) {
    appendCleaned(line)
    append("\r\n")
  }

  /// Whether a name or room spelt so stays one in the protocol: it is one parameter, and no list.
  var isOneTarget: Bool {
    guard let first, first != UInt8(ascii: ":") else { return false }
    return !contains { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
  }

  private mutating func appendCleaned(_ parameter: [UInt8]) {
    for byte in parameter { append(byte == 0 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
  }

  private var needsColon: Bool {
    guard let first else { return true }
    return first == UInt8(ascii: ":") || contains(0x20)
  }
}
