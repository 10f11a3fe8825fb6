import Testing
import Wire

@testable import Relay

@Suite("Bad input")
struct BadInputTests {
  private func pair() -> Conversation { Conversation.inRoom("#lobby", "alice", "bob") }

  @Test("a line of more than 510 bytes, or of too many to be kept, is 417 and relays nothing")
  func overlong() {
    let conversation = pair()
    let answer = [":chatnet 417 alice :this line is too long: at most 510 bytes, and 4096 of tags"]
    let line = "PRIVMSG bob :"
    #expect(conversation.ask("alice", line + String(repeating: "x", count: 511 - line.utf8.count)) == answer)
    #expect(conversation.ask("alice", String(repeating: "x", count: 8_000)) == answer)
    #expect(conversation.ask("alice", "@" + String(repeating: "x", count: 8_000) + " PING x") == answer)
    conversation.sayOverlong("alice")
    #expect(conversation.heard("alice") == answer)
    #expect(conversation.heard("bob") == [])
  }

  @Test(
    "NUL and CR inside a line are refused, so that nobody takes the rest for a line", arguments: [0, 0x0D])
  func lineEnds(byte: UInt8) {
    let conversation = pair()
    conversation.say("alice", bytes: Array("PRIVMSG bob :a".utf8) + [byte] + Array("QUIT".utf8))
    #expect(
      conversation.heard("alice") == [":chatnet 400 alice * :a line holds no NUL and no CR but at its end"])
    conversation.say("alice", bytes: Array("@+a=b".utf8) + [byte] + Array(" PRIVMSG bob :x".utf8))
    #expect(numerics(conversation.heard("alice")) == ["400"])
    #expect(conversation.heard("bob") == [])
  }

  @Test("what is not UTF-8 is refused by FAIL, and relayed to nobody")
  func notUTF8() {
    let conversation = pair()
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      conversation.say("alice", bytes: Array("PRIVMSG bob :".utf8) + bytes)
      #expect(
        conversation.heard("alice") == [
          ":chatnet FAIL PRIVMSG INVALID_UTF8 :this server relays UTF-8 only, the line was not relayed"
        ])
      conversation.say("alice", bytes: bytes + Array(" x".utf8))
      #expect(conversation.heard("alice")[0].hasPrefix(":chatnet FAIL * INVALID_UTF8 :"))
    }
    #expect(conversation.heard("bob") == [])
  }

  @Test(
    "lines without a command are passed over",
    arguments: ["", " ", "     ", ":", ":x", ": x", "@a", "@a :b", "@ :"])
  func noCommand(line: String) {
    #expect(pair().ask("alice", line).count <= 1, "at most an unknown command")
    #expect(pair().ask("alice", "   ") == [])
  }

  @Test(
    "a command that is not known is 421",
    arguments: ["FOO", "001", "PRIVMSGX", "\u{e9}", "*", "GET / HTTP/1.1"])
  func unknown(line: String) {
    let word = line.split(separator: " ")[0]
    #expect(pair().ask("alice", line) == [":chatnet 421 alice \(word) :unknown command"])
  }

  @Test("a source in front is passed over, blanks between words do not count, and 15 parameters are enough")
  func grammar() {
    let conversation = pair()
    conversation.say("alice", ":bob!x@y   PRIVMSG    bob    :hi")
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG bob :hi"])
    conversation.say("alice", "PRIVMSG bob hi there and more")
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG bob :hi"])
    let many = (1...20).map { "p\($0)" }.joined(separator: " ")
    #expect(conversation.ask("alice", "ISON \(many) bob") == [":chatnet 303 alice :bob"])
    #expect(conversation.ask("alice", "PING \(many)") == [":chatnet PONG chatnet :p1"])
  }

  @Test("an answer that would be too long is cut in front of a character")
  func longAnswer() {
    let token = String(repeating: "\u{20ac}", count: 168)
    let kept = String(repeating: "\u{20ac}", count: 162)
    #expect(pair().ask("alice", "PING :\(token)") == [":chatnet PONG chatnet :\(kept)"])
  }

  @Test("a word that is echoed in an answer stays one parameter, and short")
  func echoedWords() {
    let conversation = pair()
    #expect(conversation.ask("alice", "PRIVMSG :a b :x") == [":chatnet 412 alice :no text to send"])
    #expect(conversation.ask("alice", "WHO ::x") == [":chatnet 315 alice * :end of who"])
    #expect(conversation.ask("alice", "WHOIS :a b")[0] == ":chatnet 401 alice * :no such user")
    let long = String(repeating: "\u{20ac}", count: 150)
    let cut = String(repeating: "\u{20ac}", count: 42)
    #expect(conversation.ask("alice", "WHOIS \(long)")[0] == ":chatnet 401 alice \(cut) :no such user")
  }
}
