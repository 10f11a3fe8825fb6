import Glibc
import Testing

@Suite("The clients speak TLS")
struct TLSClientTests {
  /// A server with a certificate, and a client's environment that trusts those by the tests' authority.
  private func trusting(_ server: ChatServer) throws -> [String: String] {
    server.environment.merging(["SSL_CERT_FILE": try Certificates.file("ca")]) { $1 }
  }

  private func run(
    _ arguments: [String], _ environment: [String: String], input: String = ""
  ) throws -> ChildProcess.Result {
    try ChildProcess([Programs.chatnet] + arguments, environment: environment).finish(input)
  }

  @Test("join, send and who do over TLS what they do without, by host name and by address")
  func talk() throws {
    try withServer(Certificates.options()) { server in
      let environment = try trusting(server)
      let port = try server.tlsPort
      let bob = Participant(
        try ChildProcess(
          [Programs.chatnet, "join", "-u", "bob", "-s", "ircs://localhost:\(port)"], environment: environment)
      )
      try bob.records { $0.event == "ready" }
      for address in ["ircs://localhost:\(port)", "ircs://127.0.0.1:\(port)"] {
        let lines = (1...200).map { "line \($0) to \(address)" }
        let sent = try run(
          ["send", "-u", "alice", "-s", address, "bob"], environment, input: lines.joined(separator: "\n"))
        #expect(sent == .init(status: 0, output: "", errors: ""))
        for line in lines {
          try bob.records(through: Record("message", from: "alice", to: "bob", text: line))
        }
      }
      let who = try run(["who", "--tls", "-s", "localhost:\(port)", "-q", "bob"], environment)
      #expect(who == .init(status: 0, output: "", errors: ""))
      #expect(try run(["who", "--tls", "-p", "\(port)"], environment).output == "bob\n")
      try bob.type("good night")
      let left = try bob.leave()
      #expect(left.status == 0)
    }
  }

  @Test("join comes back by TLS when its server does")
  func reconnect() throws {
    let folder = try TemporaryFolder()
    let first = try ChatServer(Certificates.options(), folder: folder)
    let port = try first.tlsPort
    let bob = Participant(
      try ChildProcess(
        [Programs.chatnet, "join", "-u", "bob", "--no-input", "-s", "ircs://localhost:\(port)"],
        environment: trusting(first)))
    try bob.records { $0.event == "ready" }
    try first.kill()
    try bob.records { $0.event == "lost" }
    let options = try Certificates.options().dropLast(2) + ["--tls-port", "\(port)"]
    let second = try ChatServer(Array(options), folder: folder)
    try bob.records { $0.event == "resumed" }
    #expect(try second.run("who").output == "bob\n")
    bob.child.process.signal(SIGTERM)
    _ = try bob.child.result()
  }

  @Test(
    "a certificate that is not to be trusted ends it with 69, in a line that says why and shows its SHA-256",
    arguments: [
      ("expired", "localhost", true, "its certificate has expired"),
      ("early", "localhost", true, "its certificate is not valid yet"),
      ("other", "localhost", true, "its certificate is for another name than localhost"),
      ("other", "127.0.0.1", true, "its certificate is for another name than 127.0.0.1"),
      ("good", "localhost", false, "its certificate is by an issuer whom this machine does not know"),
      ("self", "localhost", true, "its certificate is self-signed: nobody vouches for it"),
    ])
  func untrusted(name: String, host: String, trustsAuthority: Bool, words: String) throws {
    let folder = try TemporaryFolder()
    var environment = try ChatServer.environment(in: folder)
    environment["SSL_CERT_DIR"] = folder.path
    if trustsAuthority { environment["SSL_CERT_FILE"] = try Certificates.file("ca") }
    let server = try OpenSSLServer(name)
    let fingerprint = try Certificates.fingerprint(ofFile: Certificates.file(name))
    let address = "ircs://\(host):\(server.port)"
    let result = try run(["send", "-m", "secret", "-s", address], environment)
    #expect(result.status == 69)
    #expect(result.errors.hasPrefix("chatnet: send: \(address): \(words)"), "\(result.errors)")
    #expect(result.errors.contains("SHA-256 \(fingerprint) "))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
    #expect(
      !server.child.output.everything.contains("NICK"), "something was said to a server that is not trusted")
  }

  @Test("a fingerprint is trusted alone, whatever else is wrong with the certificate")
  func pinned() throws {
    try withServer(Certificates.options("other")) { server in
      let right = try Certificates.fingerprint(ofFile: Certificates.file("other"))
      let wrong = try Certificates.fingerprint(ofFile: Certificates.file("good"))
      let port = "\(try server.tlsPort)"
      for text in [right, right.replacing(":", with: "").lowercased()] {
        #expect(try server.run("who", "-p", port, "--tls-fingerprint", text).status == 0)
      }
      let refused = try server.run("who", "-p", port, "--tls-fingerprint", wrong)
      #expect(refused.status == 69)
      #expect(refused.errors.contains("shows another certificate than the one of --tls-fingerprint"))
      #expect(refused.errors.contains(right))
      let unread = try server.run("who", "-p", port, "--tls-fingerprint", "00:11")
      #expect(unread.status == 64)
      #expect(unread.errors.contains("--tls-fingerprint '00:11': not a SHA-256"))
    }
  }

  @Test("--tls-trust-first asks on the terminal, keeps a yes, and a certificate that has changed is refused")
  func trustFirst() throws {
    try withServer(Certificates.options("self")) { server in
      let port = "\(try server.tlsPort)"
      let fingerprint = try Certificates.fingerprint(ofFile: Certificates.file("self"))
      let arguments = ["who", "-p", port, "--tls-trust-first"]
      let known = "state/chatnet/known_servers"

      let nobody = try server.run("who", "-p", port, "--tls-trust-first")
      #expect(nobody.status == 69)
      #expect(nobody.errors.contains("nobody is there to say whether"), "\(nobody.errors)")

      let hesitant = try PseudoTerminal([Programs.chatnet] + arguments, environment: server.environment)
      try hesitant.screen.take(through: "SHA-256 is \(fingerprint)")
      try hesitant.screen.take(through: "[yes/no] ")
      try hesitant.type("no\r")
      try hesitant.screen.take(through: "its certificate is not trusted")
      #expect(try hesitant.process.exitStatus() == 69)
      #expect((try? server.folder.read(known)) == nil)

      let terminal = try PseudoTerminal([Programs.chatnet] + arguments, environment: server.environment)
      try terminal.screen.take(through: "[yes/no] ")
      try terminal.type("yes\r")
      #expect(try terminal.process.exitStatus() == 0)
      #expect(try server.folder.read(known) == "127.0.0.1:\(port) \(fingerprint)\n")
      // It is known from now on, to all commands, and asked for no more.
      #expect(try server.run("who", "-p", port, "--tls") == .init(status: 0, output: "", errors: ""))

      let other = try Certificates.fingerprint(ofFile: Certificates.file("good"))
      try server.folder.write("127.0.0.1:\(port) \(other)\n", to: known)
      let changed = try server.run("who", "-p", port, "--tls-trust-first")
      #expect(changed.status == 69)
      #expect(changed.errors.contains("shows another certificate than before, SHA-256 \(fingerprint)"))
      #expect(changed.errors.contains("take its line out of \(server.folder.file(known))"))
    }
  }

  @Test("C-c ends the question whether a certificate is to be trusted")
  func interruptedQuestion() throws {
    try withServer(Certificates.options("self")) { server in
      let terminal = try PseudoTerminal(
        [Programs.chatnet, "who", "-p", "\(server.tlsPort)", "--tls-trust-first"],
        environment: server.environment)
      try terminal.screen.take(through: "[yes/no] ")
      try terminal.type("\u{3}")
      #expect(try terminal.process.exitStatus() == 128 + SIGINT)
    }
  }

  @Test("TLS where none is spoken gives 76, and none where TLS is spoken 69; both say so")
  func mismatches() throws {
    try withServer(Certificates.options()) { server in
      let noTLS = try server.run("send", "-m", "x", "--tls", "-p", "\(server.port)")
      #expect(noTLS.status == 76)
      let place = "ircs://127.0.0.1:\(server.port)"
      #expect(
        noTLS.errors == "chatnet: send: \(place): no TLS is spoken there (without TLS: irc://, or no --tls)\n"
      )
      let plain = try server.run("who", "-s", "irc://localhost:\(server.tlsPort)")
      #expect(plain.status == 69)
      #expect(plain.errors.contains("This port speaks TLS"))
    }
    // Some servers of TLS answer by an alert, openssl's not at all.
    let openssl = try OpenSSLServer("good")
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let mute = try run(["who", "-s", "irc://127.0.0.1:\(openssl.port)"], environment)
    #expect(mute.status == 69)
    #expect(
      mute.errors.contains("it said nothing (if TLS is spoken there: ircs://HOST, or --tls)"),
      "\(mute.errors)")
    let listener = try SilentListener()
    let child = try ChildProcess(
      [Programs.chatnet, "who", "-s", "127.0.0.1:\(listener.port)"], environment: environment)
    let connection = try listener.accept()
    try connection.writer.write([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])
    let alert = try child.result()
    connection.reader.hangUp()
    #expect(alert.status == 69)
    #expect(alert.errors.contains("TLS is spoken there: connect by it"), "\(alert.errors)")
  }

  @Test(
    "a server that says nothing to TLS is given up after --timeout, and one that leaves at once is no riddle")
  func silence() throws {
    let folder = try TemporaryFolder()
    let silent = try SilentListener()
    let address = "ircs://127.0.0.1:\(silent.port)"
    let environment = try ChatServer.environment(in: folder)
    let result = try run(["who", "--timeout", "0.3", "-s", address], environment)
    #expect(result.status == 75)
    #expect(result.errors.contains("nothing came of TLS"), "\(result.errors)")
    _ = try silent.accept()
    let child = try ChildProcess([Programs.chatnet, "who", "-s", address], environment: environment)
    try silent.accept().reader.hangUp()
    let left = try child.result()
    #expect(left.status == 76)
    #expect(left.errors.contains("the connection was closed in the TLS handshake"), "\(left.errors)")
  }

  @Test(
    "a server that says sts in the clear is come to by TLS at once, from then on without being asked, until it says no"
  )
  func strictTransport() throws {
    let folder = try TemporaryFolder()
    // Traffic to 0.0.0.0 stays on this machine, which its name does not tell.
    let options = try Certificates.options("any") + ["--tls-sts", "1000"]
    let server = try ChatServer(options, folder: folder)
    let environment = server.environment.merging(["SSL_CERT_FILE": try Certificates.file("ca")]) { $1 }
    let address = "irc://0.0.0.0:\(server.port)"
    let bob = try server.join("bob")
    let sent = try run(["send", "-u", "alice", "-s", address, "bob"], environment, input: "one\ntwo\n")
    #expect(sent == .init(status: 0, output: "", errors: ""))
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "two"))
    let kept = try folder.read("state/chatnet/strict_transport")
    #expect(kept.hasPrefix("0.0.0.0 \(try server.tlsPort) "), "\(kept)")

    let alice = Participant(
      try ChildProcess([Programs.chatnet, "join", "-u", "alice", "-s", address], environment: environment))
    try alice.records { $0.event == "ready" }
    #expect(try server.isSafe("alice"))
    _ = try alice.leave()
    // Who does not trust the certificate does not go on in the clear either.
    let stranger = server.environment.merging(["SSL_CERT_FILE": "/dev/null"]) { $1 }
    let refused = try run(["who", "-s", address], stranger)
    #expect(refused.status == 69)
    #expect(refused.errors.contains("by an issuer whom this machine does not know"), "\(refused.errors)")
    try folder.write("", to: "state/chatnet/strict_transport")
    let first = try run(["who", "-s", address], stranger)
    #expect(first.status == 69)
    #expect(first.errors.contains("the server wants TLS, and it cannot be had"), "\(first.errors)")
    try server.stop()

    let relenting = try Certificates.options("any").dropLast() + ["\(server.tlsPort)", "--tls-sts", "0"]
    let second = try ChatServer(Array(relenting), folder: folder)
    try folder.write(kept, to: "state/chatnet/strict_transport")
    #expect(try run(["who", "-s", address], environment).status == 0)
    #expect(try folder.read("state/chatnet/strict_transport") == "")
    try second.stop()
  }

  @Test(
    "the certificate of --tls-cert is shown to a server that asks for one; files that are no use are named")
  func clientCertificate() throws {
    let server = try OpenSSLServer("good", "-Verify", "1", "-CAfile", Certificates.file("ca"))
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder).merging(
      ["SSL_CERT_FILE": try Certificates.file("ca")]) { $1 }
    let arguments = ["who", "--timeout", "1", "-s", "ircs://localhost:\(server.port)"]
    let files = ["--tls-cert", try Certificates.file("client"), "--tls-key", try Certificates.key("client")]
    _ = try run(arguments + files, environment)
    try server.child.errors.take(through: "CN = client")
    let mismatched = try run(
      arguments + ["--tls-cert", Certificates.file("client"), "--tls-key", Certificates.key("good")],
      environment)
    #expect(mismatched.status == 78)
    #expect(mismatched.errors.contains("not the key of the certificate"))
    let missing = try run(arguments + ["--tls-cert", folder.file("none.pem")], environment)
    #expect(missing.status == 66)
    #expect(missing.errors.contains("\(folder.file("none.pem")): No such file"))
    let alone = try run(arguments + ["--tls-key", Certificates.key("good")], environment)
    #expect(alone.status == 64)
  }
}

/// openssl's own server, which shows a certificate and says what it is told.
private final class OpenSSLServer {
  let child: ChildProcess
  let port: UInt16

  init(_ name: String, _ options: String...) throws {
    child = try ChildProcess(
      [
        Programs.find("openssl"), "s_server", "-accept", "127.0.0.1:0", "-cert", Certificates.file(name),
        "-key",
      ]
        + [Certificates.key(name)] + options, environment: [:])
    try child.output.take(through: "ACCEPT 127.0.0.1:")
    port = UInt16(try child.output.take(through: "\n").dropLast()) ?? 0
  }

  deinit { child.process.end() }
}
