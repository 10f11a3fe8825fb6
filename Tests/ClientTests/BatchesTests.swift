import Testing

@testable import Client

@Suite("Messages of several lines")
struct BatchesTests {
  private static let capabilities = Sample.capabilities + " draft/multiline=max-bytes=4096,max-lines=100"

  @Test("they are one record, with its lines joined as they say")
  func assembled() {
    var dialogue = Dialogue.entered(offering: Self.capabilities)
    dialogue.server(
      "@msgid=x;+chatnet/id=i-1 :bob!b@h BATCH +r draft/multiline #lobby",
      "@batch=r :bob!b@h PRIVMSG #lobby :hello", "@batch=r :bob!b@h PRIVMSG #lobby :",
      ":carol!c@h PRIVMSG #lobby :between",
      "@batch=r :bob!b@h PRIVMSG #lobby :how is ",
      "@batch=r;draft/multiline-concat :bob!b@h PRIVMSG #lobby :everyone?", "BATCH -r")
    #expect(
      dialogue.hear() == ["message|carol|#lobby|between", "message|bob|#lobby|hello\\n\\nhow is everyone?"])
    dialogue.server(
      "@+chatnet/id=i-1 :bob!b@h BATCH +s draft/multiline #lobby", "@batch=s :bob!b@h PRIVMSG #lobby :again",
      "BATCH -s")
    #expect(dialogue.hear().isEmpty)
  }

  @Test("a batch that is empty, ends twice or was never opened says nothing")
  func odd() {
    var dialogue = Dialogue.entered(offering: Self.capabilities)
    dialogue.server(
      ":b!b@h BATCH +r draft/multiline #lobby", "BATCH -r", "BATCH -r", "BATCH -s", "BATCH", "BATCH +",
      ":b!b@h BATCH +n netsplit a b", "@batch=n :bob!b@h QUIT :a b", "BATCH -n",
      "@batch=none :bob!b@h PRIVMSG #lobby :alone")
    #expect(dialogue.hear() == ["quit|bob||a b", "message|bob|#lobby|alone"])
  }

  @Test("they are told in their place in the history")
  func nested() {
    var dialogue = Dialogue.entered(offering: Self.capabilities)
    dialogue.server(
      ":srv BATCH +h chathistory #lobby", "@batch=h :bob!b@h PRIVMSG #lobby :1",
      "@batch=h :bob!b@h BATCH +r draft/multiline #lobby", "@batch=r :bob!b@h NOTICE #lobby :2",
      "@batch=r :bob!b@h NOTICE #lobby :3", ":srv BATCH -r", "@batch=h :bob!b@h PRIVMSG #lobby :4",
      ":srv BATCH -h")
    #expect(
      dialogue.hear() == [
        "begin||#lobby|history", "message|bob|#lobby|1", "notice|bob|#lobby|2\\n3", "message|bob|#lobby|4",
        "end||#lobby|history",
      ])
  }

  @Test("one that never ends, and ones that are opened without end, fill no memory and lose no line")
  func endless() {
    var dialogue = Dialogue.entered(offering: Self.capabilities)
    dialogue.server("@msgid=x :bob!b@h BATCH +r draft/multiline #lobby")
    let line = "@batch=r :bob!b@h PRIVMSG #lobby :" + String(repeating: "x", count: 30_000)
    for _ in 0..<100 { dialogue.server(line) }
    dialogue.server("BATCH -r")
    let sizes = dialogue.hear().map(\.utf8.count)
    #expect(sizes.count == 3)
    #expect(sizes.allSatisfy { $0 < 1_100_000 })
    #expect(sizes.reduce(0, +) > 3_000_000)
    for number in 0..<1000 { dialogue.server(":bob!b@h BATCH +n\(number) draft/multiline #lobby") }
    dialogue.server("@batch=n999 :bob!b@h PRIVMSG #lobby :alone")
    #expect(dialogue.hear() == ["message|bob|#lobby|alone"])
  }

  @Test("a line of somebody else, for somebody else or of another kind is no part of it")
  func strangers() {
    var dialogue = Dialogue.entered(offering: Self.capabilities)
    dialogue.server(
      ":bob!b@h BATCH +r draft/multiline #lobby", "@batch=r :bob!b@h PRIVMSG #lobby :hello",
      "@batch=r :carol!c@h PRIVMSG #lobby :I pay", "@batch=r :bob!b@h PRIVMSG alice :secret",
      "@batch=r :bob!b@h NOTICE #lobby :notice", "@batch=r :BOB!b@h PRIVMSG #LOBBY :there", "BATCH -r")
    #expect(dialogue.hear() == ["message|bob|#lobby|hello\\nthere"])
  }
}
