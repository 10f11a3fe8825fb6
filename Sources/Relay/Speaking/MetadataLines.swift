import Wire

/// The lines of METADATA.
extension Relay {
  func replyKeyValue(_ name: [UInt8], _ key: [UInt8], _ value: [UInt8]) {
    reply(.keyValue) { Relay.append(name, key, value, to: &$0) }
  }

  func replyNotSet(_ name: [UInt8], _ key: [UInt8]) {
    reply(.keyNotSet) { Relay.append(name, key, nil, to: &$0) }
  }

  /// `name key * :value`, where everybody may see it; without a value that it is not set.
  static func append(
    _ name: [UInt8], _ key: [UInt8], _ value: [UInt8]?, to line: inout LineBuffer
  ) {
    line += name
    line.append(" ")
    line += key
    guard let value else { return line.append(" :is not set") }
    line.append(" * :")
    line += value
  }

  func failKey(_ key: [UInt8]) {
    failMetadata("KEY_INVALID", [key], "a key has small letters, digits and _-./ alone")
  }

  func failMetadata(_ code: StaticString, _ subjects: [[UInt8]], _ text: String) {
    replyFromServer { line in
      line.append("FAIL METADATA ")
      line.append(code)
      for subject in subjects {
        line.append(" ")
        append(subject: subject.span, to: &line)
      }
      line.append(" :")
      line += Array(text.utf8)
    }
  }

  func inMetadataBatch(of target: MetadataTarget, _ body: () -> Void) {
    inBatch("metadata", about: target.name, body)
  }
}
