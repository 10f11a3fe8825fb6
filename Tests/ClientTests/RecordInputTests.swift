import Testing

@testable import Client

@Suite("Records as input of join")
struct RecordInputTests {
  private static func session(
    _ input: InputForm, offering capabilities: String = Sample.capabilities
  ) -> Dialogue<JoinSession> {
    Dialogue.entered(offering: capabilities) { $0.input = input }
  }

  @Test("messages, notices and actions go to whom they say; all else is passed over")
  func tsv() {
    var dialogue = Self.session(.tsv)
    dialogue.type(
      "t\tmessage\tbob\t#ops\t/quit", "t\tnotice\tbob\tcarol\tx\\\\y", "t\taction\tbob\t#a\twaves", "",
      "t\tjoin\tbob\t#a\t", "t\tsent\tbob\t#a\thi", "t\tnews\t\t\t")
    #expect(
      dialogue.look() == [
        "@label=1;+chatnet/via=bridge PRIVMSG #ops :/quit", "@label=2;+chatnet/via=bridge NOTICE carol :x\\y",
        "@label=3;+chatnet/via=bridge PRIVMSG #a :\u{1}ACTION waves\u{1}",
      ])
    #expect(dialogue.hear().isEmpty)
  }

  @Test("JSON Lines too, with whatever else the objects hold")
  func json() {
    var dialogue = Self.session(.json)
    dialogue.type(
      ##"{"event":"message","to":"#a","text":"h\u00e9 \"x\"","time":"t","x":[1]}"##,
      ##"{"event":"ready","to":"srv","text":"#a"}"##, ##"{"to":"bob","text":"@zed hi","event":"message"}"##)
    #expect(dialogue.look() == ["@label=1 PRIVMSG #a :hé \"x\"", "@label=2 PRIVMSG bob :@zed hi"])
  }

  @Test("a line that is no record is named, and does not stop what follows")
  func faults() {
    var dialogue = Self.session(.tsv)
    dialogue.type(
      "hello", "t\tmessage\tbob\t#a\tone", "t\tmessage\tbob\t#a,#b\ttwo", "t\tmessage\tbob\t#a\t\\xFF",
      "t\tmessage\tbob\t#a\tthree")
    let failures = dialogue.hear().filter { $0.hasPrefix("!") }
    #expect(failures.map { $0.prefix(9) } == ["! line 1:", "! line 3:", "! line 4:"])
    #expect(
      dialogue.look() == [
        "@label=1;+chatnet/via=bridge PRIVMSG #a :one", "@label=2;+chatnet/via=bridge PRIVMSG #a :three",
      ])
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK")
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .badInput)
  }

  @Test("a text of several lines is one message where the server has such")
  func multiline() {
    let capabilities = Sample.capabilities + " draft/multiline"
    var dialogue = Dialogue.registered(offering: capabilities) { $0.input = .tsv }
    dialogue.enter("#lobby")
    dialogue.forget()
    dialogue.type("t\tmessage\tbob\t#a\tone\\n\\ntwo")
    #expect(
      dialogue.look() == [
        "@label=1;+chatnet/via=bridge PRIVMSG #a :one", "@label=2;+chatnet/via=bridge PRIVMSG #a :two",
      ])

    var other = Dialogue(
      JoinSession(
        {
          var request = JoinRequest(rooms: [], timeout: 1000)
          request.input = .tsv
          return request
        }(), as: Sample.identity()))
    other.server(
      ":srv CAP * LS :\(Sample.capabilities) draft/multiline=max-bytes=100,max-lines=3",
      ":srv CAP * ACK :\(capabilities)", ":srv 001 alice :hi")
    other.forget()
    other.type(
      "t\tmessage\tbob\t#a\tone\\n\\ntwo", "t\tmessage\tbob\t#a\t1\\n2\\n3\\n4", "t\taction\tb\t#a\tx\\ny")
    #expect(
      other.look() == [
        "@label=1;+chatnet/via=bridge BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one",
        "@batch=1 PRIVMSG #a :",
        "@batch=1 PRIVMSG #a :two", "BATCH -1",
        "@label=2;+chatnet/via=bridge PRIVMSG #a :1", "@label=3;+chatnet/via=bridge PRIVMSG #a :2",
        "@label=4;+chatnet/via=bridge PRIVMSG #a :3",
        "@label=5;+chatnet/via=bridge PRIVMSG #a :4",
        "@label=6;+chatnet/via=bridge PRIVMSG #a :\u{1}ACTION x\u{1}",
        "@label=7;+chatnet/via=bridge PRIVMSG #a :\u{1}ACTION y\u{1}",
      ])
  }
}
