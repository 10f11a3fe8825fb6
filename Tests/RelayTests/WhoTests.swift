import Testing

@testable import Relay

@Suite("WHO")
struct WhoTests {
  private func people() -> Conversation {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("local", login: "carl", nick: "carol")
    conversation.say("bob", "AWAY :out")
    conversation.forget()
    return conversation
  }

  private let alice = "#ops ~alice 192.0.2.1 chatnet alice H@ :0 The Real alice"
  private let bob = "#ops ~bob 192.0.2.1 chatnet bob G :0 The Real bob"
  private let carol = "* carl localhost chatnet carol H :0 The Real carol"

  @Test("of a room shows its members, with their flags")
  func room() {
    #expect(
      people().ask("bob", "WHO #OPS") == [
        ":chatnet 352 bob \(alice)", ":chatnet 352 bob \(bob)", ":chatnet 315 bob #OPS :end of who",
      ])
    #expect(people().ask("bob", "WHO #nix") == [":chatnet 315 bob #nix :end of who"])
  }

  @Test("of all shows everyone", arguments: ["WHO", "WHO *", "WHO 0", "WHO :", "WHO **", "WHO ?*"])
  func everyone(question: String) {
    let lines = people().ask("bob", question)
    #expect(lines.dropLast() == [alice, bob, carol].map { ":chatnet 352 bob \($0)" }[...])
    #expect(numerics(lines).last == "315")
  }

  @Test(
    "by name, mask or host",
    arguments: [
      ("alice", ["alice"]), ("ALICE", ["alice"]), ("*o*", ["bob", "carol"]), ("b?b", ["bob"]),
      ("192.0.2.*", ["alice", "bob"]),
      ("localhost", ["carol"]), ("nobody", []), ("a*z", []),
    ])
  func mask(mask: String, names: [String]) {
    let lines = people().ask("bob", "WHO \(mask)")
    #expect(lines.dropLast().map { $0.split(separator: " ")[7] }.map(String.init) == names)
    #expect(lines.last == ":chatnet 315 bob \(mask) :end of who")
  }

  @Test(
    "WHOX gives the fields that were asked for, in its own order",
    arguments: [
      (
        "%tcuihsnfdlaor,42",
        "42 * carl 255.255.255.255 localhost chatnet carol H 0 2 carl n/a :The Real carol"
      ),
      ("%rn", "carol :The Real carol"), ("%nt,7", "7 carol"), ("%nt", "0 carol"), ("%nt,abc", "0 carol"),
      ("%nt,1234", "0 carol"), ("%nXYn", "carol"), ("x%n", "carol"),
    ])
  func extended(fields: String, answer: String) {
    #expect(people().ask("bob", "WHO carol \(fields)")[0] == ":chatnet 354 bob \(answer)")
  }

  @Test("WHOX shows addresses of the network, no account as 0, and how long nothing was said")
  func extendedOthers() {
    let conversation = people()
    #expect(conversation.ask("bob", "WHO alice %iac")[0] == ":chatnet 354 bob #ops 192.0.2.1 0")
    conversation.wait(seconds: 100)
    conversation.say("alice", "PRIVMSG bob :x")
    conversation.wait(seconds: 70)
    #expect(conversation.ask("bob", "WHO alice %l")[0] == ":chatnet 354 bob 71")
  }
}
