import Testing
import Wire

@testable import Relay

@Suite("MONITOR")
struct MonitorTests {
  private func conversation(_ capabilities: String = "") -> Conversation {
    let conversation = Conversation()
    conversation.enter("alice", capabilities)
    return conversation
  }

  @Test("says at once who of those named is there, and then who comes and goes")
  func watching() {
    let conversation = conversation()
    conversation.enter("bob")
    #expect(
      conversation.ask("alice", "MONITOR + Bob,carol") == [
        ":chatnet 730 alice \(by("bob"))", ":chatnet 731 alice :carol",
      ])
    conversation.open("x")
    conversation.say("x", "NICK carol", "USER carol 0 * :x")
    #expect(conversation.heard("alice") == [":chatnet 730 * \(by("carol"))"])
    conversation.say("x", "QUIT :bye")
    conversation.say("bob", "QUIT")
    conversation.open("y")
    conversation.say("y", "NICK dave", "USER dave 0 * :x", "QUIT")
    #expect(conversation.heard("alice") == [":chatnet 731 * :carol", ":chatnet 731 * :bob"])
  }

  @Test("a rename is the old name's going and the new one's coming")
  func rename() {
    let conversation = conversation()
    conversation.enter("bob")
    _ = conversation.ask("alice", "MONITOR + bob,rob")
    conversation.say("bob", "NICK rob")
    #expect(conversation.heard("alice") == [":chatnet 731 * :bob", ":chatnet 730 * :rob!~bob@192.0.2.1"])
    conversation.say("bob", "NICK Rob")
    #expect(conversation.heard("alice") == [], "it is the same name")
    conversation.say("bob", "NICK robert")
    #expect(conversation.heard("alice") == [":chatnet 731 * :Rob"])
  }

  @Test("a star watches for everybody, from now on, and tells each arrival once")
  func everybody() {
    let conversation = conversation()
    conversation.enter("bob")
    #expect(conversation.ask("alice", "MONITOR + *") == [])
    #expect(conversation.ask("alice", "MONITOR + carol,*") == [":chatnet 731 alice :carol"])
    conversation.open("c")
    conversation.say("c", "NICK carol", "USER c 0 * :x")
    #expect(conversation.heard("alice") == [":chatnet 730 * :carol!~c@192.0.2.1"])
    conversation.say("c", "NICK dora")
    conversation.drop("bob")
    #expect(
      conversation.heard("alice") == [
        ":chatnet 731 * :carol", ":chatnet 730 * :dora!~c@192.0.2.1", ":chatnet 731 * :bob",
      ])
    #expect(conversation.ask("alice", "MONITOR L")[0] == ":chatnet 732 alice :*,carol")
    #expect(conversation.ask("alice", "MONITOR - *") == [])
    conversation.drop("c")
    #expect(conversation.heard("alice") == [])
  }

  @Test("who nobody sees is not there, and comes when it is seen; a second terminal is no arrival")
  func unseen() {
    let conversation = conversation()
    _ = conversation.ask("alice", "MONITOR + *")
    conversation.open("send", .local(login: "root"))
    conversation.say("send", "CAP REQ chatnet/unseen", "NICK root", "USER x 0 * :x", "CAP END")
    #expect(conversation.heard("alice") == [])
    #expect(conversation.ask("alice", "MONITOR + root") == [":chatnet 731 alice :root"])
    conversation.open("one", .local(login: "root"))
    conversation.say("one", "NICK root", "USER x 0 * :x")
    #expect(conversation.heard("alice") == [":chatnet 730 * :root!root@localhost"])
    conversation.open("two", .local(login: "root"))
    conversation.say("two", "NICK root", "USER x 0 * :x")
    conversation.drop("one")
    #expect(conversation.heard("alice") == [])
    conversation.drop("two")
    #expect(conversation.heard("alice") == [":chatnet 731 * :root"])
    conversation.say("send", "NICK groot")
    #expect(conversation.heard("alice") == [])
    conversation.say("send", "JOIN #lobby")
    #expect(conversation.heard("alice") == [":chatnet 730 * :groot!root@localhost"])
  }

  @Test("an unseen session may watch, also for its own user")
  func byUnseen() {
    let conversation = Conversation()
    conversation.enterUnseen("who", "server-time", login: "root", nick: "root")
    #expect(conversation.ask("who", "MONITOR + root") == [":chatnet 731 root :root"])
    conversation.open("join", .local(login: "root"))
    conversation.say("join", "NICK root", "USER x 0 * :x")
    let time = conversation.now.time.rfc3339
    #expect(conversation.heard("who") == ["@time=\(time) :chatnet 730 * :root!root@localhost"])
  }

  @Test("the list is told, with each one's presence, shortened and cleared")
  func list() {
    let conversation = conversation("labeled-response batch")
    conversation.enter("bob")
    #expect(conversation.ask("alice", "MONITOR L") == [":chatnet 733 alice :end of monitor list"])
    _ = conversation.ask("alice", "MONITOR + bob,Carol,BOB,dave")
    #expect(
      conversation.ask("alice", "MONITOR l") == [
        ":chatnet 732 alice :bob,Carol,dave", ":chatnet 733 alice :end of monitor list",
      ])
    #expect(conversation.ask("alice", "MONITOR - cArol,nobody") == [])
    #expect(
      conversation.ask("alice", "MONITOR S") == [
        ":chatnet 730 alice \(by("bob"))", ":chatnet 731 alice :dave",
      ])
    #expect(conversation.ask("alice", "@label=c MONITOR C") == ["@label=c :chatnet ACK"])
    #expect(conversation.ask("alice", "MONITOR S") == [])
    conversation.drop("bob")
    #expect(conversation.heard("alice") == [])
  }

  @Test("a hundred names are watched for; of more it is said that the list is full")
  func full() {
    let conversation = conversation()
    let names = (0..<103).map { "a-rather-long-name-\($0)" }
    for start in stride(from: 0, to: 100, by: 20) {
      _ = conversation.ask("alice", "MONITOR + \(names[start..<(start + 20)].joined(separator: ","))")
    }
    #expect(conversation.relay.monitors.nameCount == 100)
    #expect(
      conversation.ask("alice", "MONITOR + \(names[99...].joined(separator: ","))") == [
        ":chatnet 731 alice :\(names[99])",
        ":chatnet 734 alice 100 \(names[100...].joined(separator: ",")) :the monitor list is full",
      ])
    #expect(conversation.ask("alice", "MONITOR L").count > 2)
    let many = (100..<195).map { "n\($0)" }.joined(separator: ",")
    #expect(numerics(conversation.ask("alice", "MONITOR + \(many)")) == ["734", "734"], "in whole lines")
    #expect(conversation.ask("alice", "MONITOR + *") == [], "everybody is no name")
  }

  @Test(
    "what is no name is not there, and is not kept",
    arguments: ["a b", "x!y", "server", "#room", String(repeating: "n", count: 33)])
  func badNames(name: String) {
    let conversation = conversation()
    #expect(conversation.ask("alice", "MONITOR + :\(name)") == [":chatnet 731 alice :\(name)"])
    let isEmpty = conversation.relay.monitors.isEmpty
    #expect(isEmpty)
  }

  @Test(
    "what is missing or unknown is said",
    arguments: [
      ("MONITOR", "461 alice MONITOR :parameters are missing"),
      ("MONITOR +", "461 alice MONITOR :parameters are missing"),
      ("MONITOR - ,,", "461 alice MONITOR :parameters are missing"),
      ("MONITOR X", "400 alice MONITOR :it takes +, -, C, L or S"),
      ("MONITOR +bob", "400 alice MONITOR :it takes +, -, C, L or S"),
    ])
  func refused(line: String, answer: String) {
    #expect(conversation().ask("alice", line) == [":chatnet \(answer)"])
  }

  @Test("nothing is left of a session that has gone, whatever it watched for")
  func cleanedUp() {
    let conversation = conversation()
    conversation.enter("bob")
    for name in ["alice", "bob"] { conversation.say(name, "MONITOR + *,alice,bob,carol") }
    conversation.forget()
    conversation.drop("alice")
    #expect(conversation.heard("bob") == [":chatnet 731 * :alice"])
    #expect(conversation.ask("bob", "QUIT") == ["ERROR :goodbye", "(closed)"])
    let isEmpty = conversation.relay.monitors.isEmpty
    #expect(isEmpty)
  }

  @Test("a watcher who causes it is told among its replies, under their label")
  func ownDeed() {
    let conversation = conversation("labeled-response batch")
    _ = conversation.ask("alice", "MONITOR + *")
    let lines = conversation.ask("alice", "@label=n NICK alicia")
    #expect(lines.count == 5 && lines[0] == "@label=n :chatnet BATCH +1 labeled-response")
    #expect(
      lines[2...3] == ["@batch=1 :chatnet 731 * :alice", "@batch=1 :chatnet 730 * :alicia!~alice@192.0.2.1"])
  }

  @Test("ISUPPORT tells how many names are watched for")
  func announced() {
    let conversation = Conversation()
    conversation.open("a")
    conversation.say("a", "NICK a", "USER a 0 * :x")
    #expect(conversation.heard("a").contains { $0.contains(" 005 ") && $0.contains(" MONITOR=100 ") })
  }
}
