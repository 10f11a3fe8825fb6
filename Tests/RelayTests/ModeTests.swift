import Testing

@testable import Relay

@Suite("MODE")
struct ModeTests {
  @Test(
    "a change is announced as it is made, one line each",
    arguments: [
      ("+i", ["+i"]), ("i", ["+i"]), ("+nt-nt", ["+n", "+t", "-n", "-t"]), ("+k key", ["+k key"]),
      ("+l 7", ["+l 7"]), ("+l-l 7", ["+l 7", "-l"]), ("+o bob", ["+o bob"]), ("+v BOB", ["+v bob"]),
      ("+ov bob bob", ["+o bob", "+v bob"]), ("+b bob", ["+b bob!*@*"]), ("+b *@host", ["+b *!*@host"]),
      ("+b a!b@c", ["+b a!b@c"]), ("+kl-k key 3 key", ["+k key", "+l 3", "-k key"]), ("+-+", []),
      ("+i+i", ["+i"]), ("-i", []), ("-l", []), ("-k", []), ("-b nobody", []), ("-o bob", []),
      ("+o alice", []),
      ("+b bob +b", ["+b bob!*@*"]), ("+bb x X", ["+b x!*@*"]), ("+imnst", ["+i", "+m", "+n", "+s", "+t"]),
    ])
  func announced(change: String, lines: [String]) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops \(change)")
    let expected = lines.map { "\(by("alice")) MODE #ops \($0)" }
    #expect(conversation.heard("bob") == expected)
    #expect(conversation.heard("alice") == expected)
  }

  @Test(
    "what is wrong with a change is said by its numeric, and the rest of the line is done",
    arguments: [
      ("+Xi", "472 alice X :unknown room mode"), ("+oi nobody", "401 alice nobody :no such user"),
      ("+vi carol", "441 alice carol #ops :is not in this room"),
      ("+li 0", "461 alice MODE :+l needs a number above 0"),
      ("+li x", "461 alice MODE :+l needs a number above 0"),
      ("+li -5", "461 alice MODE :+l needs a number above 0"),
      ("+li 99999999999999999999", "461 alice MODE :+l needs a number above 0"),
      ("+il", "461 alice MODE :+l needs a number above 0"),
      ("+ik", "525 alice #ops :a key has 1 to 32 bytes without spaces and commas"),
      ("+ik a,b", "525 alice #ops :a key has 1 to 32 bytes without spaces and commas"),
      ("+ik :a b", "525 alice #ops :a key has 1 to 32 bytes without spaces and commas"),
      ("+io", "461 alice MODE :+o and +v need a name"),
      ("+ib :a b", "400 alice MODE :a ban needs a mask of at most 200 bytes without spaces"),
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

  @Test("a room takes a hundred bans")
  func manyBans() {
    let conversation = Conversation.inRoom("#ops", "alice")
    for number in 0..<100 { conversation.say("alice", "MODE #ops +b user\(number)") }
    #expect(
      conversation.ask("alice", "MODE #ops +b more") == [":chatnet 400 alice MODE :the list of bans is full"])
    #expect(conversation.ask("alice", "MODE #ops -b user5").count == 1)
    #expect(conversation.ask("alice", "MODE #ops +b more").count == 1)
    let long = String(repeating: "x", count: 201)
    #expect(numerics(conversation.ask("alice", "MODE #ops +b \(long)")) == ["400"])
  }

  @Test("a line changes eight modes at most")
  func manyChanges() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    let lines = conversation.ask("alice", "MODE #ops \(String(repeating: "+i-i", count: 100))")
    #expect(numerics(lines) == Array(repeating: "MODE", count: 8) + ["400"])
    #expect(conversation.heard("bob").count == 8)
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

  @Test("of oneself: nothing is set, i is taken, others are none of one's business")
  func ownModes() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob")
    #expect(conversation.ask("alice", "MODE ALICE") == [":chatnet 221 alice +"])
    #expect(conversation.ask("alice", "MODE alice +i") == [])
    #expect(conversation.ask("alice", "MODE alice -i") == [])
    #expect(conversation.ask("alice", "MODE alice +o") == [":chatnet 501 alice :unknown user mode"])
    #expect(
      conversation.ask("alice", "MODE bob") == [
        ":chatnet 502 alice :the modes of others are not shown nor changed"
      ])
    #expect(conversation.ask("alice", "MODE nobody +i") == [":chatnet 401 alice nobody :no such user"])
    #expect(conversation.ask("alice", "MODE") == [":chatnet 461 alice MODE :parameters are missing"])
  }
}
