import Server
import Testing

@Suite("Messages of several lines over sockets")
struct ServerMultilineTests {
  private static let capabilities = "message-tags draft/multiline batch echo-message labeled-response"

  private func batch(_ lines: Int, ended: Bool = true) -> String {
    let text = String(repeating: "x", count: 55)
    let body = (0..<lines).map { "@batch=r PRIVMSG #lobby :\($0) \(text)\r\n" }.joined()
    return "@label=7 BATCH +r draft/multiline #lobby\r\n\(body)" + (ended ? "BATCH -r\r\n" : "")
  }

  @Test("the largest arrives whole and in order, between the messages before and behind it")
  func largest() throws {
    let server = try TestServer()
    let (alice, bob) = (try TestClient(server), try TestClient(server))
    try alice.enter("alice", ServerMultilineTests.capabilities)
    try bob.enter("bob")
    try bob.join("#lobby")
    try alice.join("#lobby")
    try alice.send("PRIVMSG #lobby :before\r\n\(batch(1_000))PRIVMSG #lobby :behind\r\n")
    _ = try bob.readLine { $0.hasSuffix(":before") }
    for number in 0..<1_000 {
      let line = try bob.readLine() ?? ""
      #expect(line.contains("PRIVMSG #lobby :\(number) "))
    }
    let last = try bob.readLine() ?? ""
    #expect(last.hasSuffix(":behind"))
    let opening = try alice.readLine { $0.contains("BATCH +") }
    #expect(opening.hasPrefix("@label=7;"))
    _ = try alice.readLine { $0.hasPrefix(":chatnet BATCH -") }
  }

  @Test("those that are begun and never ended harm nobody, and are never relayed")
  func unended() throws {
    let server = try TestServer()
    let bob = try TestClient(server)
    try bob.enter("bob")
    try bob.join("#lobby")
    for number in 0..<20 {
      let client = try TestClient(server)
      try client.enter("c\(number)", ServerMultilineTests.capabilities)
      try client.send(batch(1_200, ended: false))
      try client.sync()
      if number.isMultiple(of: 2) { client.close() } else { client.reset() }
    }
    try bob.say("NOTICE bob :still here")
    let first = try bob.readLine() ?? ""
    #expect(first.hasSuffix("NOTICE bob :still here"))
  }
}
