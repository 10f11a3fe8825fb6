import Testing
import Wire

@testable import Client

@Suite("The file of a run with a name")
struct RunJournalTests {
  private static let time = "2026-11-21T08:54:03.120Z"
  private static let mark = "\(time)\t#lobby\tm1\tbob\t\t\n"
  private static let kept = "run\t1\t\(time)\tmessage\tbob\t#lobby\thi\t\t\t\n"
  private static let anew = "this run begins anew, and what was missed is not fetched"

  @Test(
    "where it is damaged it says so, and what follows",
    arguments: [
      ("chatnet resume\n", nil), (mark, nil), ("chatnet resume\n\(mark)\(kept)ran\t1\n", nil),
      // A killed run leaves half a line.
      ("\(mark)2026-11-21T08:5", nil),
      ("", "it is empty, as a full disk leaves a file: \(anew)"),
      ("garbage", "it is damaged, and nothing in it can be read: \(anew)"),
      ("\u{0}\u{0}\u{0}\n\u{7F}ELF\n", "it is damaged, and nothing in it can be read: \(anew)"),
      (
        "\(mark)what?\n",
        "it is damaged: 1 line cannot be read and is passed over, and what is told there may come once more"
      ),
      (
        "\(kept)\n\(mark)run\t2\tx\n",
        "it is damaged: 2 lines cannot be read and are passed over, and what is told there may come once more"
      ),
    ] as [(String, String?)])
  func damage(text: String, damage: String?) {
    #expect(RunJournal(Array(text.utf8)).damage == damage)
  }

  @Test("what it tells of a time that is still to come is a fault, a day beside our clock is not")
  func future() {
    let journal = RunJournal(Array(Self.mark.utf8))
    let told = Timestamp(rfc3339: Array(Self.time.utf8).span) ?? Timestamp(milliseconds: 0)
    let day: Int64 = 86_400_000
    #expect(journal.fault(at: told) == nil)
    #expect(journal.fault(at: Timestamp(milliseconds: told.milliseconds - day)) == nil)
    #expect(
      journal.fault(at: Timestamp(milliseconds: told.milliseconds - day - 1))
        == "it tells of \(Self.time), which is still to come by this machine's clock: "
        + "set the clock right, or remove the file to begin anew")
    #expect(RunJournal([]).fault(at: Timestamp(milliseconds: 0)) == nil)
  }
}
