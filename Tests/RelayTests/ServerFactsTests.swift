import Testing

@testable import Relay

@Suite("Rooms and the server, asked about")
struct ServerFactsTests {
  @Test("LIST shows rooms, how many are in them, and what they are about")
  func list() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "TOPIC #ops :a topic")
    conversation.forget()
    #expect(
      conversation.ask("alice", "LIST") == [
        ":chatnet 321 alice Room :Users Topic", ":chatnet 322 alice #lobby 0 :",
        ":chatnet 322 alice #ops 2 :a topic", ":chatnet 323 alice :end of list",
      ])
    #expect(conversation.ask("alice", "LIST #OPS,#nix").count == 3)
    #expect(numerics(conversation.ask("alice", "LIST #nix")) == ["321", "323"])
  }

  @Test("NAMES shows members in as many lines as they need, each name once")
  func names() {
    let conversation = Conversation()
    let names = (0..<60).map { "member-\($0)" }
    for name in names {
      conversation.enter(name)
      conversation.say(name, "JOIN #big")
    }
    let lines = conversation.ask("member-7", "NAMES #BIG,#nix")
    #expect(
      lines.suffix(1) == [":chatnet 366 member-7 #BIG,#nix :end of names"])
    #expect(lines.count == 3, "\(lines)")
    let told = lines.dropLast().flatMap {
      $0.split(separator: ":")[1].split(separator: " ").map(String.init)
    }
    #expect(told == ["@member-0"] + names.dropFirst())
    let all = conversation.ask("member-7", "NAMES")
    #expect(all.last == ":chatnet 366 member-7 * :end of names" && all.count == 3)
  }

  @Test("LUSERS counts those who are seen, and remembers the most")
  func lusers() {
    let conversation = Conversation()
    for name in ["a", "b", "c"] { conversation.enter(name) }
    conversation.enterUnseen("ghost")
    conversation.open("x")
    conversation.drop("c")
    #expect(
      conversation.ask("a", "LUSERS") == [
        ":chatnet 251 a :there are 2 users and 0 invisible on 1 servers", ":chatnet 252 a 0 :operators",
        ":chatnet 254 a 1 :rooms",
        ":chatnet 255 a :I have 2 clients and 0 servers",
        ":chatnet 265 a 2 3 :local users, and the most so far",
        ":chatnet 266 a 2 3 :global users, and the most so far",
      ])
  }

  @Test("VERSION, TIME and MOTD answer for this server and no other")
  func facts() {
    let conversation = Conversation {
      $0.node.version = "chatnet-1"
      $0.node.serverName = "irc.example"
    }
    conversation.enter("a")
    let version = conversation.ask("a", "VERSION")
    #expect(version[0] == ":irc.example 351 a chatnet-1 irc.example :")
    #expect(numerics(version) == ["351", "005", "005", "005"])
    #expect(
      conversation.ask("a", "TIME IRC.example") == [
        ":irc.example 391 a irc.example :2026-11-21T08:00:04.000Z"
      ])
    #expect(conversation.ask("a", "MOTD") == [":irc.example 422 a :there is no message of the day"])
    for (verb, numeric) in [("VERSION", "351"), ("TIME", "391"), ("MOTD", "422")] {
      #expect(conversation.ask("a", "\(verb) other") == [":irc.example 402 a other :no such server"])
      for target in ["IRC.Example", "*.example", "a"] {
        #expect(numerics(conversation.ask("a", "\(verb) \(target)")).first == numeric, "\(target)")
      }
    }
  }

  @Test("PING is answered with its token, PONG by nothing")
  func ping() {
    let conversation = Conversation()
    conversation.enter("a")
    #expect(conversation.ask("a", "PING :two words") == [":chatnet PONG chatnet :two words"])
    #expect(conversation.ask("a", "PING :") == [":chatnet PONG chatnet :"])
    #expect(conversation.ask("a", "PING") == [":chatnet 409 a :PING needs a token"])
    #expect(conversation.ask("a", "PONG chatnet") == [])
  }
}
