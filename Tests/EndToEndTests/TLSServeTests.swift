import Glibc
import Testing

@Suite("serve speaks TLS")
struct TLSServeTests {
  /// What somebody who signs on by TLS says, up to a question whose answer shows that all was done.
  private let introduction =
    "CAP LS 302\r\nNICK tilda\r\nUSER t 0 * :t\r\nCAP END\r\nWHOIS tilda\r\nPING done\r\n"

  @Test(
    "1.2 and 1.3, on a port that the start line names, to people who are then told to be safe",
    arguments: ["1_2", "1_3"])
  func versions(version: String) throws {
    try withServer(Certificates.options()) { server in
      #expect(server.startLine.contains("127.0.0.1:\(try server.tlsPort) with TLS"))
      let client = try server.tlsClient("-tls\(version)", "-alpn", "irc")
      try client.input.write(introduction)
      let said = try client.output.take(through: "PONG chatnet :done")
      #expect(said.contains(" 671 tilda tilda :is using a secure connection\r\n"))
      let bob = try server.connect(as: "bob")
      try bob.send("WHOIS bob", "PRIVMSG tilda :hi")
      #expect(!(try bob.messagesUntilNow().contains { $0.verb == "671" }))
      try client.output.take(through: "PRIVMSG tilda :hi\r\n")
      try client.input.write("QUIT :bye\r\n")
      try client.output.take(through: "ERROR ")
    }
  }

  @Test("nothing older, and no protocol but irc where one is named")
  func refusals() throws {
    try withServer(Certificates.options()) { server in
      for options in [["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-alpn", "http/1.1"]] {
        let client = try server.start(
          [Programs.find("openssl"), "s_client", "-connect", "127.0.0.1:\(try server.tlsPort)"] + options)
        let result = try client.finish("QUIT\n")
        #expect(result.status != 0)
        #expect(result.errors.contains("alert"), "\(result.errors)")
      }
    }
  }

  @Test(
    "a certificate that is no use ends serve at once, in a line that names it",
    arguments: [
      ("expired", "expired", 78, "the certificate expired on 2021-02-03"),
      ("early", "early", 78, "the certificate is valid from 2080-01-01 on"),
      ("good", "good2", 78, "not the key of the certificate"),
      ("good", "locked", 78, "the key needs a password"),
      ("good", "nowhere", 66, "No such file"),
      ("nowhere", "good", 66, "No such file"),
      ("good", "ca.cnf", 78, "no key in it"),
    ])
  func badFiles(certificate: String, key: String, status: Int32, words: String) throws {
    let keyPath = key == "ca.cnf" ? try Certificates.file("good") : try Certificates.key(key)
    let result = try ChatServer.refusal(
      of: ["--tls-cert", Certificates.file(certificate), "--tls-key", keyPath, "--tls-port", "0"])
    #expect(result.status == status)
    #expect(result.errors.hasPrefix("chatnet: serve: /") && result.errors.contains(words), "\(result.errors)")
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(
    "options of TLS need a certificate, one way or the other",
    arguments: [
      (["--tls-key", "x"], "--tls-key needs a certificate"),
      (["--tls-port", "1"], "--tls-port needs a certificate"),
      (["--tls-sts", "60"], "--tls-sts needs a certificate"),
      (["--tls-cert", "x", "--tls-self-signed"], "--tls-self-signed"),
    ])
  func usage(options: [String], words: String) throws {
    let result = try ChatServer.refusal(of: options)
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test(
    "SIGHUP has the files read again: who is here stays, who comes is shown the new one, a wrong pair changes nothing"
  )
  func reload() throws {
    let folder = try TemporaryFolder()
    func copy(_ name: String, keyOf key: String) throws {
      try folder.write(
        TemporaryFolder.contents(of: Certificates.file(name))
          + TemporaryFolder.contents(of: Certificates.key(key)),
        to: "both.pem")
    }
    try copy("good", keyOf: "good")
    let server = try ChatServer(["--tls-cert", folder.file("both.pem"), "--tls-port", "0"])
    let early = try server.tlsClient()
    try early.input.write(introduction)
    try early.output.take(through: "PONG chatnet :done")

    try copy("good2", keyOf: "good")
    server.child.process.signal(SIGHUP)
    let refusal = try #require(try server.child.errors.line())
    #expect(refusal.contains("not the key of the certificate"))
    #expect(refusal.contains("the certificate that was read before stays in force"))
    #expect(try shown(by: server) == Certificates.fingerprint(ofFile: Certificates.file("good")))

    // A pipe that nobody writes to is not waited for.
    #expect(unlink(folder.file("both.pem")) == 0 && mkfifo(folder.file("both.pem"), 0o600) == 0)
    server.child.process.signal(SIGHUP)
    #expect(try server.child.errors.line()?.contains("both.pem: not a regular file") == true)
    try early.input.write("PING there\r\n")
    try early.output.take(through: "PONG chatnet :there")
    #expect(unlink(folder.file("both.pem")) == 0)

    try copy("good2", keyOf: "good2")
    server.child.process.signal(SIGHUP)
    let fresh = try Certificates.fingerprint(ofFile: Certificates.file("good2"))
    #expect(try server.child.errors.line()?.contains(fresh) == true)
    #expect(try shown(by: server) == fresh)
    try early.input.write("PING still\r\n")
    try early.output.take(through: "PONG chatnet :still")
    #expect(try server.stop().status == 0)
  }

  /// The SHA-256 of the certificate that is shown to who comes now, by openssl's words.
  private func shown(by server: ChatServer) throws -> String {
    let line =
      "openssl s_client -connect 127.0.0.1:\(try server.tlsPort) </dev/null 2>/dev/null "
      + "| openssl x509 -noout -fingerprint -sha256"
    return String(try server.shell(line).output.split(separator: "=").last ?? "").replacing("\n", with: "")
  }

  @Test("--tls-self-signed makes a certificate, tells its fingerprint, and keeps both for the next start")
  func selfSigned() throws {
    let folder = try TemporaryFolder()
    var fingerprints: [String] = []
    for _ in 0..<2 {
      let server = try ChatServer(
        ["--data", folder.file("data"), "--tls-self-signed", "--tls-port", "0"], folder: folder)
      let said = server.child.errors.everything
      let fingerprint = try Certificates.fingerprint(ofFile: folder.file("data/tls-cert.pem"))
      #expect(said.contains("--tls-fingerprint \(fingerprint)\n"))
      #expect(try shown(by: server) == fingerprint)
      fingerprints.append(fingerprint)
      let who = try server.run("who", "-p", "\(server.tlsPort)", "--tls-fingerprint", fingerprint)
      #expect(who == .init(status: 0, output: "", errors: ""))
      var status = stat()
      #expect(stat(folder.file("data/tls-key.pem"), &status) == 0 && status.st_mode & 0o777 == 0o600)
      try server.stop()
    }
    #expect(fingerprints[0] == fingerprints[1])
  }

  @Test("who comes in the clear to the port for TLS, or by TLS to the other, is told so at once")
  func wrongPorts() throws {
    try withServer(Certificates.options()) { server in
      let plain = try RawClient(port: server.tlsPort)
      try plain.send("CAP LS 302", "NICK alice")
      #expect(try plain.expect("ERROR").parameters.last?.contains("This port speaks TLS") == true)
      #expect(try plain.next() == nil)
      let hello = try RawClient(port: server.port)
      try hello.send(bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
      #expect(
        try hello.expect("ERROR").parameters.last?.contains(
          "TLS is spoken on port \(server.tlsPort), not here") == true)
    }
  }

  @Test(
    "--tls-sts tells who comes in the clear where to come, and who comes by TLS for how long to keep to it")
  func strictTransport() throws {
    try withServer(Certificates.options() + ["--tls-sts", "86400"]) { server in
      let plain = try server.connect()
      try plain.send("CAP LS 302")
      #expect(try words(plain.expect("CAP")).contains("sts=port=\(try server.tlsPort)"))
      // It cannot be asked for.
      try plain.send("CAP REQ :sts")
      #expect(try plain.expect("CAP").parameters.contains("NAK"))
      let old = try server.connect()
      try old.send("CAP LS")
      #expect(!(try words(old.expect("CAP")).contains { $0.hasPrefix("sts") }))
      let safe = try server.tlsClient()
      try safe.input.write("CAP LS 302\r\n")
      #expect(try safe.output.take(through: "\r\n").contains("sts=duration=86400 "))
      let local = try RawClient(socket: server.socket)
      try local.send("CAP LS 302")
      #expect(!(try words(local.expect("CAP")).contains { $0.hasPrefix("sts") }))
    }
  }

  private func words(_ message: RawMessage) -> [String] {
    (message.parameters.last ?? "").split(separator: " ").map(String.init)
  }

  @Test("what is open to the network says what lets others in, a line each")
  func openDoors() throws {
    let folder = try TemporaryFolder()
    let password = try folder.write("secret\n", to: "password")
    for (options, tls, entry) in [
      ([], true, true), (["--password-file", password], true, false),
      (try Certificates.options() + ["--password-file", password], false, false),
    ] {
      let server = try ChildProcess(
        [Programs.chatnet, "serve", "-a", "0.0.0.0", "-p", "0", "--data", "none", "--socket", "none"]
          + options,
        environment: ChatServer.environment(in: folder))
      defer { server.process.end() }
      let said = try server.errors.take(through: "listening on")
      #expect(said.contains("open to the network without TLS: ") == tls, "\(said)")
      #expect(said.contains("open to the network without a password: ") == entry, "\(said)")
    }
  }
}
