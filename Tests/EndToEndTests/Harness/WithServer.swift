import Testing

/// Runs `body` against a server of its own, which must still be there at the end and leave with exit 0.
func withServer(_ options: [String] = [], _ body: (ChatServer) throws -> Void) throws {
  let server = try ChatServer(options)
  try body(server)
  #expect(server.child.process.isRunning, "the server ended: \(server.child.errors.everything)")
  let result = try server.stop()
  #expect(result.status == 0, "serve ended with \(result.status): \(result.errors)")
}
