import Testing

@testable import Client

@Suite("A person whose name is held by what is left of the lost connection")
struct GhostTests {
  private func haunted(typing lines: String...) throws -> Dialogue<JoinSession> {
    var dialogue = EnteredMeanwhileTests.entered()
    dialogue.close()
    for line in lines { dialogue.type(line) }
    while !dialogue.isConnecting { dialogue.wake() }
    dialogue.connect()
    dialogue.server(":srv CAP * LS :\(Sample.capabilities)", ":srv CAP * ACK :\(Sample.capabilities)")
    dialogue.forget()
    dialogue.server(":srv 433 * alice :this name is taken")
    return dialogue
  }

  @Test("is told what can be done, once")
  func told() throws {
    var dialogue = try haunted()
    #expect(dialogue.hear() == ["# alice: this name is taken; trying again (/nick NAME takes another)"])
    try dialogue.wait()
    dialogue.server(":srv 433 * alice :this name is taken")
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.look() == ["NICK alice"])
  }

  @Test("can take another name at once, and goes on under it")
  func anotherName() throws {
    var dialogue = try haunted(typing: "one")
    dialogue.forget()
    dialogue.type("/nick al")
    #expect(dialogue.look() == ["NICK al"])
    dialogue.server(":srv 001 al :Welcome al!a@h")
    #expect(dialogue.hear() == ["nick|alice||al"])
    dialogue.server(
      ":al!a@h JOIN #lobby", ":srv 353 al = #lobby :al alice", ":srv 366 al #lobby :end")
    #expect(dialogue.look() == ["JOIN #lobby", "@label=1 PRIVMSG #lobby :one"])
    dialogue.close()
    while !dialogue.isConnecting { dialogue.wake() }
    dialogue.connect()
    #expect(dialogue.look().contains("NICK al"))
  }

  @Test("is told that the other name is not to be had either, and waits for the own one")
  func refused() throws {
    var dialogue = try haunted()
    dialogue.forget()
    dialogue.type("/nick bob")
    dialogue.server(":srv 433 * bob :this name is taken")
    #expect(dialogue.hear() == ["! bob: this name is taken"])
    dialogue.forget()
    try dialogue.wait()
    #expect(dialogue.look() == ["NICK alice"])
  }

  @Test("that was asked for before it was known that the own one is taken")
  func askedBefore() throws {
    var dialogue = try haunted(typing: "one", "/nick al")
    #expect(dialogue.look() == ["NICK al"])
    #expect(dialogue.mind.roster.waitingLines == 1)
  }

  @Test("a connection that is lost while another name is asked for is had back under the own one")
  func lostMeanwhile() throws {
    var dialogue = try haunted()
    dialogue.type("/nick al")
    dialogue.close()
    while !dialogue.isConnecting { dialogue.wake() }
    dialogue.forget()
    dialogue.connect()
    #expect(dialogue.look().contains("NICK alice"))
  }

  @Test("can leave at once", arguments: ["/quit", "exit"])
  func leaves(line: String) throws {
    var dialogue = try haunted()
    dialogue.forget()
    dialogue.type(line)
    #expect(dialogue.outcome == .done)
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test("is waited for however long the outage was")
  func long() throws {
    var dialogue = try haunted()
    for _ in 0..<1000 {
      try dialogue.wait()
      dialogue.server(":srv 433 * alice :this name is taken")
    }
    #expect(dialogue.outcome == nil)
    dialogue.forget()
    try dialogue.wait()
    #expect(dialogue.look() == ["NICK alice"])
  }
}
