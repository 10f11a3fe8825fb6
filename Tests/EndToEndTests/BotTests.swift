import Glibc
import Testing

@Suite("Bots are a few lines of shell")
struct BotTests {
  /// Answers each private message. The FIFO is what join reads and the loop writes.
  private static let bot = """
    cd "$HOME" && mkfifo answers
    chatnet join -u bot --input tsv <answers | while IFS='\t' read -r time event from to text; do
      case $event-$to in
        ready-*) echo ready >&2 ;;
        message-bot) printf '\\tmessage\\t\\t%s\\tyou said: %s\\n' "$from" "$text" ;;
      esac
    done >answers
    """

  @Test("a bot in a pipe answers fifty people who ask at once, each with the answer to their own question")
  func fifty() throws {
    try withServer { server in
      let bot = try server.start(["/bin/sh", "-c", Self.bot])
      try bot.errors.take(through: "ready\n")
      let people = (1...50).map { "p\($0)" }
      let questions = try people.map { name in
        try server.start("send", "-u", name, "--reply", "15", "-m", "I am \(name)", "bot")
      }
      for (name, question) in zip(people, questions) {
        #expect(try question.finish() == .init(status: 0, output: "you said: I am \(name)\n", errors: ""))
      }
      bot.process.signal(SIGTERM)
    }
  }

  @Test("a command for each message answers by send, whatever the message holds")
  func command() throws {
    try withServer { server in
      let command = #"read -r line; chatnet send -u bot -m "$CHATNET_FROM wrote: $line" -- "$CHATNET_FROM""#
      let bot = try server.join("bot", "--no-input", "--exec", command)
      let alice = try server.join("alice", "--no-input")
      let texts = ["$(touch owned)", "`id`", "'; exit #", "-m --help", #"\n \\ "quoted""#]
      for text in texts {
        try #expect(server.run("send", "-u", "alice", "-m", text, "bot").status == 0)
        let answer = Record("message", from: "bot", to: "alice", text: Self.column("alice wrote: \(text)"))
        try alice.records(through: answer)
      }
      #expect(bot.child.process.isRunning)
    }
  }

  private static func column(_ text: String) -> String {
    text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
  }
}
