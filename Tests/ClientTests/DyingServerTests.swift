import Testing

@testable import Client

@Suite("A server that dies at any line")
struct DyingServerTests {
  /// What the server says in a whole session, history and all.
  private static let script = [
    ":srv CAP * LS :\(HistoryTests.capabilities) chatnet/names",
    ":srv CAP * ACK :\(HistoryTests.capabilities)", ":srv 001 alice :hi", ":srv 005 alice CHATHISTORY=3 :x",
    ":alice!a@h JOIN #a", ":srv 353 alice = #a :alice bob", ":srv 366 alice #a :end", ":alice!a@h JOIN #b",
    ":srv 366 alice #b :end", "@msgid=m1 :bob!b@h PRIVMSG #a :live",
    "@label=1;msgid=m2 :alice!a@h PRIVMSG #a :one", ":srv BATCH +t draft/multiline #a",
    "@batch=t :bob!b@h PRIVMSG #a :x", ":srv BATCH -t", "@label=2;msgid=m3 :alice!a@h PRIVMSG #a :two",
    ":srv 303 alice :zed", "@label=3 :alice!a@h PRIVMSG zed :three", ":srv PONG srv chatnet-join",
  ]

  @Test("what was said arrives all the same, and it leaves as it should", arguments: 3...17)
  func everyLine(end: Int) throws {
    var dialogue = Dialogue(JoinSession(Self.request, as: Sample.identity()))
    var server = RepeatingServer()
    var lines = ["one", "two", "zed:three"]
    for line in Self.script[..<end] {
      dialogue.server(line)
      if dialogue.mind.wantsInput, let line = lines.first {
        dialogue.type(line)
        lines.removeFirst()
      }
      _ = dialogue.look()
    }
    dialogue.close("reset")
    try Self.goOn(&dialogue, &server, lines)
    #expect(dialogue.outcome == .done)
    let told = dialogue.hear()
    for text in ["#a|one", "#a|two", "zed|three"] {
      #expect(told.count { $0 == "sent|alice|\(text)" } == 1)
    }
    #expect(told.count { $0.hasPrefix("ready|") } == 1)
    #expect(told.count { $0.hasPrefix("lost|") } == told.count { $0.hasPrefix("resumed|") })
  }

  private static var request: JoinRequest {
    var request = JoinRequest(rooms: ["#a", "#b"].map { Array($0.utf8) }, timeout: 1000)
    request.retry = nil
    return request
  }

  /// Another server lives from now on, and answers everything.
  private static func goOn(
    _ dialogue: inout Dialogue<JoinSession>, _ server: inout RepeatingServer, _ input: [String]
  ) throws {
    var input = input[...]
    var hasEnded = false
    for _ in 0..<200 where dialogue.outcome == nil {
      let lines = dialogue.look()
      if dialogue.isConnecting {
        dialogue.connect()
      } else if !lines.isEmpty {
        server.take(lines, to: &dialogue)
      } else if dialogue.mind.wantsInput, let line = input.popFirst() {
        dialogue.type(line)
      } else if dialogue.mind.wantsInput, !hasEnded {
        hasEnded = true
        dialogue.give(.end)
      } else {
        try dialogue.wait()
      }
    }
  }
}

/// Answers what a client says, as a server without a past does.
private struct RepeatingServer {
  private var number = 100

  mutating func take(_ lines: [String], to dialogue: inout Dialogue<JoinSession>) {
    for line in lines { for answer in answers(line) { dialogue.server(answer) } }
  }

  private mutating func answers(_ line: String) -> [String] {
    let words = line.split(separator: " ").map(String.init)
    switch words[0] {
    case "CAP" where words[1] == "LS": return [":srv CAP * LS :\(HistoryTests.capabilities) chatnet/names"]
    case "CAP" where words[1] == "REQ": return [":srv CAP * ACK :\(HistoryTests.capabilities)"]
    case "CAP": return [":srv 001 alice :hi", ":srv 005 alice CHATHISTORY=3 :x"]
    case "JOIN": return [":alice!a@h JOIN \(words[1])", ":srv 366 alice \(words[1]) :end"]
    case "CHATHISTORY" where words[1] == "TARGETS":
      return [":srv BATCH +t draft/chathistory-targets", ":srv BATCH -t"]
    case "CHATHISTORY": return [":srv BATCH +h chathistory \(words[2])", ":srv BATCH -h"]
    case "ISON": return [":srv 303 alice :\(words[1])"]
    case "PING": return [":srv PONG srv \(words[1])"]
    case _ where words[0].hasPrefix("@label="):
      number += 1
      let rest = words.dropFirst().joined(separator: " ")
      return ["\(words[0]);msgid=n\(number) :alice!a@h \(rest)"]
    default: return []
    }
  }
}
