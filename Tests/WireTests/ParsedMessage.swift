import Testing
import Wire

/// The message that the bytes of a line hold; records an issue and throws where they hold none.
func message(_ bytes: [UInt8]) throws -> MessageView {
  let view = MessageView(bytes.span)
  return try #require(view)
}
