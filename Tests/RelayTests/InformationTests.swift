import Testing
import Wire

@testable import Relay

@Suite("What the server tells of itself")
struct InformationTests {
  @Test(
    "is asked by a command each",
    arguments: [
      (
        "INFO",
        [
          ":chatnet 371 bob :chatnet: chat as a Unix filter, and a chat server that speaks IRC with IRCv3",
          ":chatnet 371 bob :this server was started 2026-11-21T07:59:59.000Z",
          ":chatnet 371 bob :man chatnet-serve is the manual of the server; HELP tells its commands",
          ":chatnet 374 bob :end of info",
        ]
      ),
      ("INFO elsewhere", [":chatnet 402 bob elsewhere :no such server"]),
      (
        "ADMIN",
        [
          ":chatnet 256 bob chatnet :who runs this server", ":chatnet 257 bob :chatnet",
          ":chatnet 258 bob :chatnet",
          ":chatnet 259 bob :whoever runs it says in the message of the day (MOTD) how to reach them",
        ]
      ),
      ("LINKS", [":chatnet 365 bob * :end of links: this server stands alone"]),
      ("MAP", [":chatnet 006 bob :chatnet 1 users", ":chatnet 007 bob :end of map"]),
      ("STATS", [":chatnet 219 bob * :end of stats"]),
      (
        "STATS u",
        [":chatnet 242 bob :Server Up 1 days 0:00:04", ":chatnet 219 bob u :end of stats"]
      ),
    ])
  func asked(line: String, answer: [String]) {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.wait(seconds: line.hasSuffix("u") ? 86_400 : 0)
    #expect(conversation.ask("bob", line) == answer)
  }

  @Test("HELP lists the commands, and tells how each is used", arguments: ["HELP", "HELPOP"])
  func help(verb: String) {
    let conversation = Conversation()
    conversation.enter("bob")
    let overview = conversation.ask("bob", verb)
    #expect(
      overview.first
        == ":chatnet 704 bob * :The commands of this server; HELP and one of them tells more")
    #expect(overview.last == ":chatnet 706 bob * :end of help")
    #expect(overview.contains { $0.contains(" 705 ") && $0.contains("PRIVMSG") })
    #expect(
      conversation.ask("bob", "\(verb) privmsg") == [
        ":chatnet 704 bob PRIVMSG :PRIVMSG target[,target …] :text",
        ":chatnet 705 bob PRIVMSG :says something to rooms and people; @room: to its operators",
        ":chatnet 706 bob PRIVMSG :end of help",
      ])
    #expect(
      conversation.ask("bob", "\(verb) fly") == [
        ":chatnet 524 bob fly :no such command: HELP alone lists them"
      ])
  }

  @Test("HELP knows every command of the table, and no other")
  func allCommands() {
    let known = Set(HelpTopic.all.map { Verb($0.verb) })
    let rows = Set(CommandTable.rows.map(\.verb)).subtracting([Verb("HELPOP"), Verb("PONG")])
    #expect(known == rows)
    #expect(known.count == HelpTopic.all.count, "none stands there twice")
  }

  @Test("ISUPPORT is told in lines of at most thirteen tokens, and asked for at any time within a batch")
  func isupport() {
    let conversation = Conversation()
    conversation.open("bob")
    #expect(numerics(conversation.ask("bob", "ISUPPORT")) == ["451"])
    conversation.say("bob", "CAP REQ :draft/extended-isupport batch")
    let lines = conversation.ask("bob", "ISUPPORT")
    #expect(lines.first == ":chatnet BATCH +1 draft/isupport")
    #expect(lines.last == ":chatnet BATCH -1")
    for line in lines.dropFirst().dropLast() {
      #expect(line.hasPrefix("@batch=1 :chatnet 005 * "))
      #expect(line.split(separator: " ").count <= 4 + 13 + 5)
    }
    #expect(lines.joined().contains("ELIST=CMNTU"))
  }

  @Test("LUSERS counts who is invisible, and the operators")
  func lusers() {
    let conversation = Conversation {
      $0.network.operators = [AccountID(realm: .host("localhost"), name: "root")]
    }
    conversation.enter("root", login: "root")
    conversation.enter("bob")
    conversation.say("bob", "MODE bob +i")
    conversation.say("root", "OPER")
    let lines = conversation.ask("root", "LUSERS")
    #expect(lines[0] == ":chatnet 251 root :there are 1 users and 1 invisible on 1 servers")
    #expect(lines[1] == ":chatnet 252 root 1 :operators")
    conversation.say("root", "MODE root -o")
    conversation.drop("bob")
    let later = conversation.ask("root", "LUSERS")
    #expect(later[0] == ":chatnet 251 root :there are 1 users and 0 invisible on 1 servers")
    #expect(later[1] == ":chatnet 252 root 0 :operators")
  }
}
