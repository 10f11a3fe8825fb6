import Testing

@testable import Client

@Suite("Rooms without their sign, and people to talk to alone")
struct PlacesTests {
  @Test(
    "a first word that names a room one is in is that room, with or without its sign",
    arguments: [
      ("/topic ops deploy at noon", "TOPIC #ops :deploy at noon"), ("/topic ops", "TOPIC #ops"),
      ("/topic deploy at noon", "TOPIC #lobby :deploy at noon"), ("/topic \"\"", "TOPIC #lobby :"),
      ("/topic ops \"\"", "TOPIC #ops :"), ("/topic OPS x", "TOPIC #OPS x"),
      ("/kick ops bobby too loud", "KICK #ops bobby :too loud"), ("/kick ops bobby", "KICK #ops bobby"),
      ("/kick bobby ops", "KICK #lobby bobby ops"), ("/ban ops bobby", "MODE #ops +b bobby!*@*"),
      ("/unban ops bobby", "MODE #ops -b bobby!*@*"), ("/op ops bobby", "MODE #ops +o bobby"),
      ("/part ops", "PART #ops"), ("/part elsewhere", "PART #lobby elsewhere"),
      ("/who ops", "WHO #ops"), ("/invite bobby ops", "INVITE bobby #ops"),
    ])
  func rooms(line: String, sent: String) {
    var dialogue = Dialogue.entered(["#lobby", "#ops"])
    dialogue.type(line)
    #expect(dialogue.look() == [sent])
  }

  @Test(
    "where a name is needed, a word that stands alone or is somebody's name is no room",
    arguments: [
      ("/kick ops", "KICK #lobby ops"), ("/ban ops", "MODE #lobby +b ops!*@*"),
      ("/op ops", "MODE #lobby +o ops"), ("/kick dave too loud", "KICK #lobby dave :too loud"),
    ])
  func names(line: String, sent: String) {
    var dialogue = Dialogue.entered(["#lobby", "#ops", "#dave"], members: "alice dave")
    dialogue.type(line)
    #expect(dialogue.look() == [sent])
  }

  @Test("behind /query lines go to that name alone, until /query, /room or /join", arguments: [true, false])
  func query(isInteractive: Bool) {
    for (way, target) in [("/query", "#lobby"), ("/room ops", "#ops"), ("/join #ops", "#ops")] {
      var dialogue = Dialogue.entered(["#lobby", "#ops"]) { $0.isInteractive = isInteractive }
      dialogue.type("/query bob", "one", "/me waves", "/query carol two", "three", way, "four")
      #expect(
        dialogue.look() == [
          "@label=1 PRIVMSG bob :one", "@label=2 PRIVMSG bob :\u{1}ACTION waves\u{1}",
          "@label=3 PRIVMSG carol :two", "@label=4 PRIVMSG carol :three", "@label=5 PRIVMSG \(target) :four",
        ])
    }
  }

  @Test("who is talked to alone goes by another name, and the lines go there")
  func renamed() {
    var dialogue = Dialogue.entered()
    dialogue.type("/query bob")
    dialogue.server(":bob!b@h NICK robert")
    #expect(dialogue.mind.roster.queried == Array("robert".utf8))
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG robert :hi"])
  }

  @Test("what a pipe has for one alone goes nowhere where that was wrongly written")
  func wronglyWritten() {
    for line in ["/query a,b", "/query #ops", "/query NickServ"] {
      var dialogue = Dialogue.entered()
      dialogue.type("/query bob", line, "secret")
      #expect(dialogue.look().isEmpty)
    }
  }

  @Test("what is announced while it is typed is what goes to the one who is talked to alone")
  func announced() {
    var dialogue = Dialogue.entered { $0.isInteractive = true }
    dialogue.server(":alice!a@h PART #lobby")
    dialogue.type("/query bob")
    let roster = dialogue.mind.roster
    #expect(roster.messages(of: Array("hi".utf8)) == [Array("hi".utf8)])
    #expect(roster.messages(of: Array("/query carol hi".utf8)) == [Array("hi".utf8)])
    #expect(roster.messages(of: Array("/query carol".utf8)).isEmpty)
  }

  @Test("a text for several goes to each by itself")
  func several() {
    var dialogue = Dialogue.entered()
    dialogue.type("@bob,carol hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi", "@label=2 PRIVMSG carol :hi"])
    #expect(dialogue.mind.roster.messages(of: Array("@bob,carol hi".utf8)) == [Array("hi".utf8)])
  }

  @Test(
    "a word that other programs leave or help by is not said by a person who may mean that; a pipe says it")
  func commandsElsewhere() {
    for word in ["quit", "Help"] {
      var person = Dialogue.entered {
        $0.isInteractive = true
        $0.recordsFailures = false
      }
      person.type(word)
      #expect(person.look().isEmpty)
      let lower = word.lowercased()
      let purpose = lower == "quit" ? "leaves" : "lists the commands"
      #expect(
        person.hear() == ["! \(lower): nothing was sent: /\(lower) \(purpose), /say \(lower) says it"])
      person.type("/say \(word)", "\(word) me")
      #expect(
        person.look() == ["@label=1 PRIVMSG #lobby :\(word)", "@label=2 PRIVMSG #lobby :\(word) me"])
      var pipe = Dialogue.entered()
      pipe.type(word)
      #expect(pipe.look() == ["@label=1 PRIVMSG #lobby :\(word)"])
    }
  }

  @Test("a word behind an exclamation mark is said, and a person told so once a run")
  func bang() {
    var person = Dialogue.entered { $0.isInteractive = true }
    person.type("!!!", "!roll 6", "!roll 7")
    #expect(person.look().count == 3)
    #expect(
      person.hear() == [
        "# !roll was said as text, as bots are spoken to; commands begin with a slash: /help"
      ])
    var pipe = Dialogue.entered()
    pipe.type("!roll 6")
    #expect(pipe.hear().isEmpty)
  }
}
