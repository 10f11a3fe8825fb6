import Glibc
import Testing

@Suite("A bot of one process, which reads what join writes and writes what join reads")
struct OneProcessBotTests {
  /// Answers each private message with its text.
  private static let bot = """
    cd "$HOME" && mkfifo answers
    chatnet join -u bot --input tsv <answers | while IFS='\t' read -r time event from to text; do
      case $event-$to in
        ready-*) echo ready >&2 ;;
        message-bot) printf '\\tmessage\\t\\t%s\\t%s\\n' "$from" "$text" ;;
      esac
    done >answers
    """

  @Test("answers each of thousands that come at once")
  func thousands() throws {
    try withServer { server in
      let bot = try server.start(["/bin/sh", "-c", Self.bot])
      try bot.errors.take(through: "ready\n")
      let alice = try server.join("alice")
      let count = 5000
      let questions = (1...count).map { String($0) + String(repeating: ".", count: 100) }
      let sent = try server.run(
        "send", "-u", "alice", "bot", input: questions.joined(separator: "\n"), by: .usual)
      #expect(sent == .init(status: 0, output: "", errors: ""))
      let heard = try alice.records(by: .usual, awaiting: "the last answer") {
        $0.from == "bot" && $0.text == questions.last
      }
      #expect(heard.messages.filter { $0.from == "bot" }.map(\.text) == questions)
      bot.process.signal(SIGTERM)
    }
  }
}
