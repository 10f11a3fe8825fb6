import Server
import Testing

@Suite("The server's password over sockets")
struct ServerPasswordTests {
  private static let refusal = "the server password is missing or wrong"

  /// All that the server answers to who introduces itself so: to the welcome, or to the end of the connection.
  private func answers(to server: TestServer, password: String?) throws -> [String] {
    let client = try TestClient(server)
    if let password { try client.say("PASS :\(password)") }
    try client.say("NICK alice", "USER alice 0 * :x")
    var lines: [String] = []
    while let line = try client.readLine() {
      lines.append(line)
      if line.contains(" 422 ") { break }
    }
    return lines
  }

  @Test("is wrong whichever of its bytes is, and where it is shorter, longer or missing")
  func wrong() throws {
    let password = "sesame"
    let server = try TestServer {
      $0.relay.node.password = password
      $0.limits.admission.firstDelay = 0
    }
    var guesses: [String?] = [nil, "", "sesam", "sesame1", "esame", "e", "SESAME"]
    for place in 0..<password.utf8.count {
      var bytes = Array(password.utf8)
      bytes[place] ^= 1
      guesses.append(String(decoding: bytes, as: UTF8.self))
    }
    for guess in guesses {
      let lines = try answers(to: server, password: guess)
      #expect(
        lines.suffix(2) == [":chatnet 464 alice :\(Self.refusal)", "ERROR :\(Self.refusal)"],
        "\(guess ?? "no password")")
    }
    #expect(try answers(to: server, password: password).last?.contains(" 422 ") == true)
  }
}
