import Testing

@testable import Relay

@Suite("MODE")
struct ModeTests {
  @Test(
    "the changes that a command makes are announced as they are made, in one line",
    arguments: [
      ("+i", "+i"), ("i", "+i"), ("+nt-nt", "+nt-nt"), ("+k key", "+k key"), ("+l 7", "+l 7"),
      ("+l-l 7", "+l-l 7"), ("+o bob", "+o bob"), ("+v BOB", "+v bob"), ("+ov bob bob", "+ov bob bob"),
      ("+b bob", "+b bob!*@*"), ("+b x.ip4", "+b *!*@x.ip4"), ("+b @host", "+b *!*@host"),
      ("+b *@host", "+b *!*@host"), ("+b a!b@c", "+b a!b@c"),
      ("+kl-k key 3 key", "+kl-k key 3 key"), ("+lik 3 key", "+lik 3 key"), ("+-+", nil), ("+i+i", "+i"),
      ("-i", nil), ("-l", nil), ("-k", nil), ("-o bob", nil), ("+o alice", nil),
      ("+b bob +b", "+b bob!*@*"), ("+imnst", "+imnst"), ("+i-n+s", "+is"),
    ])
  func announced(change: String, line: String?) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops \(change)")
    let expected = [line].compactMap { $0 }.map { "\(by("alice")) MODE #ops \($0)" }
    #expect(conversation.heard("bob") == expected)
    #expect(conversation.heard("alice") == expected)
  }

  @Test("changes that one line does not hold are announced in several, each whole")
  func announcedInSeveralLines() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    let masks = ["1", "2", "3", "4"].map { $0 + String(repeating: "x", count: 100) + "!*@*" }
    for mask in masks { conversation.say("alice", "MODE #ops +b \(mask)") }
    conversation.say("alice", "MODE #ops +im")
    conversation.forget()
    conversation.say("alice", "MODE #ops -bbbbims \(masks.joined(separator: " "))")
    #expect(
      conversation.heard("bob") == [
        "\(by("alice")) MODE #ops -bb \(masks[0]) \(masks[1])",
        "\(by("alice")) MODE #ops -bbim \(masks[2]) \(masks[3])",
      ])
  }

  @Test(
    "what is wrong with a change is said by its numeric, and the rest of the line is done",
    arguments: [
      ("+Xi", "472 alice X :unknown room mode"), ("+oi nobody", "401 alice nobody :no such user"),
      ("+vi carol", "441 alice carol #ops :is not in this room"),
      ("+li 0", "696 alice #ops l 0 :+l needs a number above 0"),
      ("+li x", "696 alice #ops l x :+l needs a number above 0"),
      ("+li -5", "696 alice #ops l -5 :+l needs a number above 0"),
      ("+li 99999999999999999999", "696 alice #ops l 99999999999999999999 :+l needs a number above 0"),
      ("+il", "696 alice #ops l * :+l needs a number above 0"),
      ("+ik", "696 alice #ops k * :a key has 1 to 32 bytes without spaces and commas"),
      ("+ik a,b", "696 alice #ops k * :a key has 1 to 32 bytes without spaces and commas"),
      ("+ik :a b", "696 alice #ops k * :a key has 1 to 32 bytes without spaces and commas"),
      ("+ik ::a", "696 alice #ops k * :a key has 1 to 32 bytes without spaces and commas"),
      ("+io", "461 alice MODE :+o and +v need a name"),
      ("+ib :a b", "696 alice #ops b * :a ban needs a mask of at most 200 bytes without spaces"),
      ("+ib ::a", "696 alice #ops b * :a ban needs a mask of at most 200 bytes without spaces"),
    ])
  func refused(change: String, answer: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("carol")
    let lines = conversation.ask("alice", "MODE #ops \(change)")
    #expect(lines.contains(":chatnet \(answer)") && lines.count == 2, "\(lines)")
    #expect(conversation.heard("bob") == ["\(by("alice")) MODE #ops +i"])
  }

  @Test("who is no operator changes nothing, who is no member asks only")
  func refusedToOthers() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("carol")
    #expect(numerics(conversation.ask("bob", "MODE #ops +i")) == ["482"])
    #expect(numerics(conversation.ask("carol", "MODE #ops +i")) == ["442"])
    #expect(numerics(conversation.ask("carol", "MODE #nix +i")) == ["403"])
    #expect(numerics(conversation.ask("carol", "MODE #ops")) == ["324", "329"])
  }

  @Test("the modes are told, the key to members alone")
  func told() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.enter("bob")
    #expect(conversation.ask("bob", "MODE #ops")[0] == ":chatnet 324 bob #ops +")
    conversation.say("alice", "MODE #ops +tilk 5 sesame")
    #expect(conversation.ask("alice", "MODE #OPS")[0] == ":chatnet 324 alice #ops +itkl sesame 5")
    let lines = conversation.ask("bob", "MODE #ops")
    #expect(lines[0] == ":chatnet 324 bob #ops +itkl * 5")
    #expect(lines[1].hasPrefix(":chatnet 329 bob #ops 17952480"))
  }

  @Test("bans are listed with who set them and when", arguments: ["b", "+b"])
  func bans(question: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops +b mallory", "MODE #ops +b *!*@192.0.2.9")
    let lines = conversation.ask("bob", "MODE #ops \(question)")
    #expect(numerics(lines) == ["367", "367", "368"])
    #expect(lines[0].hasPrefix(":chatnet 367 bob #ops mallory!*@* alice 17952480"))
    #expect(lines[2] == ":chatnet 368 bob #ops :end of bans")
    conversation.say("alice", "MODE #ops -b MALLORY!*@*")
    #expect(numerics(conversation.ask("bob", "MODE #ops b")) == ["367", "368"])
  }

  @Test(
    "a change of bans that changes nothing says so, and a ban that can fit nobody is none",
    arguments: [
      ("+b mallory", "BANNED_ALREADY #ops :mallory!*@* is banned already", false),
      ("+b MALLORY!*@*", "BANNED_ALREADY #ops :MALLORY!*@* is banned already", false),
      ("-b bob", "NO_SUCH_BAN #ops :bob!*@* is not among the bans of this room, which MODE +b lists", false),
      ("+b 192.0.2.7", nil, false), ("+b *!*@2001:db8:*", nil, false),
      ("+b 127.0.0.1", nil, true), ("+b *!*@k3jd7xma.*.ip4", nil, true), ("+b *!*@*", nil, true),
    ])
  func noted(change: String, note: String?, isMade: Bool) {
    let conversation = Conversation { $0.network.showsHosts = false }
    conversation.enter("carol")
    conversation.say("carol", "JOIN #ops")
    conversation.say("carol", "MODE #ops +b mallory")
    conversation.enter("alice", "standard-replies")
    conversation.say("alice", "JOIN #ops")
    conversation.say("carol", "MODE #ops +o alice")
    conversation.forget()
    let lines = conversation.ask("alice", "MODE #ops \(change)")
    #expect(lines.first { $0.contains("NOTE") } == note.map { ":chatnet NOTE MODE \($0)" })
    #expect(lines.contains { $0.contains(" MODE #ops +b") } == isMade)
    if let note, let colon = note.firstIndex(of: ":") {
      let changed = change.hasPrefix("+") && isMade ? "-b" + change.dropFirst(2) : change
      if changed != change { conversation.say("carol", "MODE #ops \(changed)") }
      let notices = conversation.ask("carol", "MODE #ops \(change)").filter { $0.contains("NOTICE") }
      #expect(notices == [":chatnet NOTICE carol \(note[colon...])"])
    }
  }

  @Test("a ban without a mask lists the bans, also among other changes")
  func bansAmongChanges() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops +b mallory")
    #expect(numerics(conversation.ask("alice", "MODE #ops +mb-t")) == ["367", "368", "MODE"])
    #expect(numerics(conversation.ask("bob", "MODE #ops +mb")) == ["482"])
  }

  @Test("a room takes a hundred bans")
  func manyBans() {
    let conversation = Conversation.inRoom("#ops", "alice")
    for number in 0..<100 { conversation.say("alice", "MODE #ops +b user\(number)") }
    #expect(
      conversation.ask("alice", "MODE #ops +b more") == [
        ":chatnet 478 alice #ops b :the list of bans is full"
      ])
    #expect(conversation.ask("alice", "MODE #ops -b user5").count == 1)
    #expect(conversation.ask("alice", "MODE #ops +b more").count == 1)
    let long = String(repeating: "x", count: 201)
    #expect(numerics(conversation.ask("alice", "MODE #ops +b \(long)")) == ["696"])
  }

  @Test("a line changes eight modes at most")
  func manyChanges() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    let lines = conversation.ask("alice", "MODE #ops \(String(repeating: "+i-i", count: 100))")
    #expect(numerics(lines) == ["400", "MODE"])
    #expect(conversation.heard("bob") == ["\(by("alice")) MODE #ops +i-i+i-i+i-i+i-i"])
  }

  @Test("a letter that is none is told as a question mark, and a blank as nothing")
  func noLetter() {
    let conversation = Conversation.inRoom("#ops", "alice")
    #expect(
      conversation.ask("alice", "MODE #ops :\u{e9} ") == [
        ":chatnet 472 alice ? :unknown room mode", ":chatnet 472 alice ? :unknown room mode",
        ":chatnet 472 alice * :unknown room mode",
      ])
  }

  @Test("more letters than there are parameters find them empty")
  func manyParameters() {
    let conversation = Conversation.inRoom("#ops", "alice")
    let names = Array(repeating: "nobody", count: 13).joined(separator: " ")
    let lines = conversation.ask("alice", "MODE #ops +oooooooooooooooooooo \(names)")
    #expect(numerics(lines) == Array(repeating: "401", count: 8) + ["400"])
    #expect(
      numerics(conversation.ask("alice", "MODE #ops +ooooooo a b")) == ["401", "401"]
        + Array(repeating: "461", count: 5))
  }

  @Test("of oneself: what is set is echoed, others are none of one's business")
  func ownModes() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob")
    #expect(conversation.ask("alice", "MODE ALICE") == [":chatnet 221 alice +"])
    #expect(conversation.ask("alice", "MODE alice +i") == ["\(by("alice")) MODE alice +i"])
    #expect(conversation.ask("alice", "MODE alice -i") == ["\(by("alice")) MODE alice -i"])
    #expect(conversation.ask("alice", "MODE alice +q") == [":chatnet 501 alice :unknown user mode"])
    #expect(
      conversation.ask("alice", "MODE bob") == [
        ":chatnet 502 alice :the modes of others are not shown nor changed"
      ])
    #expect(conversation.ask("alice", "MODE nobody +i") == [":chatnet 401 alice nobody :no such user"])
    #expect(conversation.ask("alice", "MODE") == [":chatnet 461 alice MODE :parameters are missing"])
  }
}
