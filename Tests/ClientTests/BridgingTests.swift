import Testing
import Wire

@testable import Client

@Suite("A join that is a part of a bridge")
struct BridgingTests {
  /// One that sends what records say.
  private static func writer(_ bridge: String? = nil) -> Dialogue<JoinSession> {
    .entered {
      $0.input = .json
      $0.bridge = bridge.map { Array($0.utf8) }
    }
  }

  private static func record(via: String?) -> String {
    let member = via.map { ##","via":"\##($0)""## } ?? ""
    return ##"{"event":"message","from":"bob","to":"#lobby","text":"hi"\##(member)}"##
  }

  @Test(
    "says where a record has passed, and passes over what has come over it",
    arguments: [
      (nil, nil, "bridge"), (nil, "other", nil), (nil, "exec.1", "exec.1,bridge"), ("ops", nil, "ops"),
      ("ops", "other", "other,ops"), ("ops", "ops", nil), ("ops", "other,ops", nil),
    ] as [(String?, String?, String?)])
  func writes(bridge: String?, via: String?, expected: String?) {
    var dialogue = Self.writer(bridge)
    dialogue.type(Self.record(via: via))
    #expect(dialogue.look() == expected.map { ["@label=1;+chatnet/via=\($0) PRIVMSG #lobby :hi"] } ?? [])
    #expect(dialogue.hear() == [])
  }

  @Test("what a program writes by itself passes no bridge, unless that has a name", arguments: [nil, "ops"])
  func ofProgram(bridge: String?) {
    var dialogue = Self.writer(bridge)
    dialogue.type(##"{"event":"message","to":"#lobby","text":"hi"}"##)
    let tag = bridge.map { ";+chatnet/via=\($0)" } ?? ""
    #expect(dialogue.look() == ["@label=1\(tag) PRIVMSG #lobby :hi"])
  }

  @Test("what is no way is an error, and not sent")
  func wrongWay() {
    var dialogue = Self.writer()
    dialogue.type(Self.record(via: "a b"))
    #expect(dialogue.look() == [])
    #expect(dialogue.hear().first == "! line 1: the member via is no list of names")
  }

  @Test("a record says where its message has passed, and that a bot said it")
  func records() {
    var dialogue = Dialogue.entered()
    dialogue.server("@+chatnet/via=ops;bot :bob!b@h PRIVMSG #lobby :hi")
    guard case .record(let record) = dialogue.told.last else { return #expect(Bool(false)) }
    var line: [UInt8] = []
    record.appendJSON(to: &line)
    #expect(String(decoding: line, as: UTF8.self).hasSuffix(#","text":"hi","via":"ops","bot":true}"#))
  }

  @Test(
    "writes no record of what has come over its own bridge: by the tag, and where no tags pass by names",
    arguments: [
      (true, "@+chatnet/via=ops :x!b@h", false), (true, "@+chatnet/via=a,ops :x!b@h", false),
      (true, "@+chatnet/via=other :x!b@h", true), (true, ":ops-in!b@h", true), (true, ":alice!b@h", true),
      (false, ":alice!b@h", false),
      (false, ":ops!b@h", false), (false, ":OPS-in!b@h", false), (false, ":ops2!b@h", false),
      (false, ":opsen!b@h", true), (false, ":bob!b@h", true),
    ])
  func reads(hasTags: Bool, source: String, isTold: Bool) {
    var dialogue = Dialogue.entered(offering: hasTags ? Sample.capabilities : "server-time") {
      $0.bridge = Array("ops".utf8)
    }
    dialogue.server("\(source) PRIVMSG #lobby :hi")
    #expect(dialogue.hear().isEmpty != isTold)
  }

  @Test("what a command says carries what its message had passed")
  func ofCommand() {
    var dialogue = Dialogue.entered { $0.via = Via(Array("ops,exec.1".utf8)) ?? Via() }
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1;+chatnet/via=ops,exec.1 PRIVMSG #lobby :hi"])
  }
}
