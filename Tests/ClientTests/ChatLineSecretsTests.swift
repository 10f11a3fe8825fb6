import Testing

@testable import Client

@Suite("What a typed line must not show, and lines that are not kept")
struct ChatLineSecretsTests {
  @Test(
    "The secret part of a line reaches from its first byte to the end",
    arguments: [
      ("/login alice hunter2", "hunter2"), ("  /LOGIN  alice  hun ter ", "hun ter "),
      ("/login alice h", "h"), ("/lgoin alice pw", "pw"), ("/logn alice pw", "pw"),
      ("/register alice me@example.org hunter2", "hunter2"), ("/register * * hunter2", "hunter2"),
      ("/register alice hunter2", "hunter2"), ("/verify alice 12345", "12345"),
      ("/oper me pw", "pw"), ("/pass pw", "pw"), ("/identify pw", "pw"), ("/auth a b", "a b"),
      ("/ns identify pw", "pw"), ("/NickServ REGISTER pw me@x", "pw me@x"),
      ("/msg NickServ identify pw", "pw"), ("/msg NickServ IDENTIFY alice pw", "alice pw"),
      ("!msg nickserv@services.example identify pw", "pw"), ("/notice AuthServ auth a b", "a b"),
      ("/msg Q@CServe.quakenet.org AUTH user pw", "user pw"), ("@NickServ identify pw", "pw"),
      ("@nickserv: identify pw", "pw"), ("@NickServ:identify pw", "pw"), ("nickserv:identify pw", "pw"),
      ("nickserv: identify pw", "pw"), ("/raw PASS pw", "pw"), ("/raw PASS :p w", ":p w"),
      ("/quote oper a b", "b"), ("/raw :alice OPER a b", "b"), ("/raw @label=1 PASS pw", "pw"),
      ("/raw REGISTER a * pw", "pw"), ("/raw VERIFY a 123", "123"), ("/raw AUTHENTICATE AGE=", "AGE="),
      ("/raw PRIVMSG NickServ :identify pw", "pw"), ("/raw NS identify pw", "pw"),
      ("/raw JOIN #ops key", "key"), ("/raw MODE #ops +k key", "key"), ("/join #ops key", "key"),
      ("/J ops key", "key"), ("/connect host 6667 pw", "pw"), ("/login alice pw\nmore", "pw\nmore"),
      ("/login Zoë gehëim", "gehëim"),
    ])
  func secretParts(line: String, secret: String) throws {
    let bytes = Array(line.utf8)
    let range = try #require(ChatLine.secretRange(in: bytes))
    #expect(String(decoding: bytes[range], as: UTF8.self) == secret)
    #expect(ChatLine.mayHoldSecret(bytes))
  }

  @Test(
    "A line whose secret is not typed yet shows all, and is not kept all the same",
    arguments: [
      "/login", "/login ", "/login hunter2", "/login alice ", "/register", "/register alice me@example.org ",
      "/msg NickServ help", "@NickServ help", "/ns help", "/raw OPER me", "/pass",
    ])
  func notYet(line: String) {
    #expect(ChatLine.secretRange(in: Array(line.utf8)) == nil)
    #expect(ChatLine.mayHoldSecret(Array(line.utf8)))
  }

  @Test(
    "Other lines are shown and kept",
    arguments: [
      "", "  ", "hello", "login", "please /login first", "/join #ops", "/raw VERSION", "/raw JOIN #ops",
      "/msg bob the password", "/raw", "/raw :x", "we use nick serves", "/loginx2 y", "/raw MODE #ops +o bob",
      "/msg bob identify pw", "serv:x", "//login alice pw", "/topic nickserv identify", "/connect host 6667",
    ])
  func others(line: String) {
    #expect(ChatLine.secretRange(in: Array(line.utf8)) == nil)
    #expect(!ChatLine.mayHoldSecret(Array(line.utf8)))
  }

  @Test(
    "What the bots that keep passwords are told is concealed where it is shown again",
    arguments: [
      ("NickServ", "identify pw", "identify ***"), ("NickServ", "help", "help"),
      ("nickserv@services.example", "  identify a b", "  identify ***"),
      ("bob", "identify pw", "identify pw"),
    ])
  func concealed(target: String, text: String, shown: String) {
    #expect(ChatLine.concealing(Array(text.utf8), to: Array(target.utf8)) == Array(shown.utf8))
  }
}
