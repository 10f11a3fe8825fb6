import Testing

@testable import Client

@Suite("The file of unsent messages")
struct UnsentJournalTests {
  private func read(_ text: String) throws(UnsentFault) -> UnsentJournal {
    try UnsentJournal(reading: Array(text.utf8))
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("what is kept and forgotten is added line by line, and read again it is the same")
  func roundTrip() throws {
    var journal = UnsentJournal()
    journal.note(.kept(UnsentMessage("bob", "one \"quoted\"\nline", id: "a-1")))
    journal.note(.kept(UnsentMessage("#ops", "two", id: "a-2", as: .action)))
    journal.note(.accepted(Array("a-1".utf8)))
    let added = """
      {"event":"message","to":"bob","text":"one \\"quoted\\"\\nline","id":"a-1"}
      {"event":"action","to":"#ops","text":"two","id":"a-2"}
      {"event":"sent","id":"a-1"}

      """
    #expect(text(journal.addition) == added)
    let again = try read(added)
    #expect(again.messages == [UnsentMessage("#ops", "two", id: "a-2", as: .action)])
    #expect(text(again.text) == ##"{"event":"action","to":"#ops","text":"two","id":"a-2"}"## + "\n")
    #expect(again.addition.isEmpty)
    #expect(!again.needsReplacing)
  }

  @Test("the order stays when messages go and parts take the place of one")
  func order() throws {
    var journal = UnsentJournal()
    for number in 1...4000 { journal.note(.kept(UnsentMessage("bob", "\(number)", id: "a-\(number)"))) }
    for number in 1...3990 { journal.note(.accepted(Array("a-\(number)".utf8))) }
    journal.note(
      .parted(
        Array("a-3995".utf8),
        into: [UnsentMessage("bob", "x", id: "a-3995"), UnsentMessage("bob", "y", id: "b-1")]))
    #expect(journal.needsReplacing)
    let texts = journal.messages.map { text($0.text) }
    #expect(texts == ["3991", "3992", "3993", "3994", "x", "y", "3996", "3997", "3998", "3999", "4000"])
    #expect(journal.size < 1000)
    let again = try UnsentJournal(reading: journal.text)
    #expect(again.messages == journal.messages)
  }

  @Test("a line that was cut off when the run was killed is passed over, and the file written anew")
  func torn() throws {
    let whole = #"{"event":"message","to":"bob","text":"one","id":"a-1"}"#
    let journal = try read(whole + "\n" + #"{"event":"mess"#)
    #expect(journal.messages.count == 1)
    #expect(journal.needsReplacing)
    #expect(journal.wasTorn)
    let unended = try read(whole)
    #expect(unended.messages.count == 1)
    #expect(unended.needsReplacing)
    #expect(!unended.wasTorn)
  }

  @Test(
    "what a loss of power leaves at the end of it, or in it, costs only what was being written",
    arguments: [
      "\0\0\0\0", "{", "{\"event\"", "{\"event\":\"mess\0\0\0\0\0", "{\"event\":\"message\",\"to\":\"b\0\0",
      "\0\0\0\0ob\",\"text\":\"x\",\"id\":\"a-2\"}\n",
    ])
  func powerLoss(tail: String) throws {
    let whole = #"{"event":"message","to":"bob","text":"one","id":"a-1"}"# + "\n"
    let journal = try read(whole + tail)
    #expect(journal.messages == [UnsentMessage("bob", "one", id: "a-1")])
    #expect(journal.wasTorn && journal.needsReplacing)

  }

  @Test("a file of nothing but NULs keeps nothing")
  func onlyNULs() throws {
    let journal = try read("\0\0\0")
    #expect(journal.isEmpty && journal.wasTorn)
  }

  @Test("only a message that was kept since has to reach the disk first")
  func news() throws {
    var journal = UnsentJournal()
    #expect(!journal.holdsNews)
    journal.note(.kept(UnsentMessage("bob", "one", id: "a-1")))
    #expect(journal.holdsNews)
    journal.wasWritten()
    journal.note(.accepted(Array("a-1".utf8)))
    #expect(!journal.holdsNews)
  }

  @Test(
    "any other file is refused, and the line named",
    arguments: [
      ("hello\n", 1, "not JSON"), ("hello", 1, "not JSON"), ("a\0b", 1, "not JSON"), ("{\n", 1, "not JSON"),
      ("\n[]\n", 2, "not a JSON object"),
      (#"{"event":"message","to":"bob","text":"x"}"# + "\n", 1, "the member id is missing"),
      (#"{"event":"join","to":"bob","text":"x","id":"a-1"}"# + "\n", 1, "not a message that was kept"),
      (
        #"{"event":"message","to":"b ob","text":"x","id":"a-1"}"# + "\n", 1,
        "the member to is no name and no room"
      ),
      (#"{"event":"message","to":"bob","text":"x","id":"a;b"}"# + "\n", 1, "the member id is no id"),
      (
        #"{"event":"message","to":"bob","text":"x\r","id":"a-1"}"# + "\n", 1,
        "a message cannot hold NUL, CR or LF (byte 2)"
      ),
    ])
  func corrupt(file: String, line: Int, error: String) {
    #expect(throws: UnsentFault(line: line, text: error)) { try read(file) }
  }

  @Test("two messages of one id are a fault, the same one twice is not")
  func twice() throws {
    let first = #"{"event":"message","to":"bob","text":"one","id":"a-1"}"#
    let other = #"{"event":"message","to":"bob","text":"two","id":"a-1"}"#
    #expect(try read("\(first)\n\(first)\n").messages == [UnsentMessage("bob", "one", id: "a-1")])
    #expect(throws: UnsentFault(line: 2, text: "the id is that of another message above")) {
      try read("\(first)\n\(other)\n")
    }
    let sent = #"{"event":"sent","id":"a-1"}"#
    #expect(try read("\(first)\n\(sent)\n\(other)\n").messages == [UnsentMessage("bob", "two", id: "a-1")])
  }
}
