import Testing
import Wire

@testable import Client

@Suite("who --rooms")
struct WhoRoomsTests {
  private func rooms(_ format: RecordFormat = .tsv, end: RecordEnd = .newline) -> Dialogue<WhoSession> {
    WhoDialogue.registered {
      $0.question = .rooms
      $0.rendering = WhoRendering(format, end: end)
    }
  }

  private let answer = [
    ":srv 321 alice Channel :Users Name", ":srv 322 alice #ops 2 :what is up",
    ":srv 322 alice #Lobby 12 :", ":srv 322 alice #\u{1B}x 1 :a\u{1B}b",
  ]

  @Test(
    "the rooms, sorted, a name a line; JSON tells all",
    arguments: [
      (RecordFormat.tsv, RecordEnd.newline, "#\\x1Bx\n#Lobby\n#ops\n"),
      (.text, .nul, "#\\x1Bx\0#Lobby\0#ops\0"),
      (
        .json, .newline,
        """
        {"name":"#\\u001Bx","users":1,"topic":"a\\u001Bb"}
        {"name":"#Lobby","users":12,"topic":""}
        {"name":"#ops","users":2,"topic":"what is up"}

        """
      ),
    ])
  func forms(format: RecordFormat, end: RecordEnd, text: String) {
    var dialogue = rooms(format, end: end)
    #expect(dialogue.look() == ["LIST"])
    for line in answer { dialogue.server(line) }
    dialogue.server(":srv 323 alice :End of /LIST")
    #expect(dialogue.hear() == [text])
    #expect(dialogue.outcome == .done)
  }

  @Test("no rooms are an answer")
  func none() {
    var dialogue = rooms()
    dialogue.server(":srv 323 alice :End of /LIST")
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.outcome == .done)
  }

  @Test("a server that puts it off, or never ends, is given up")
  func refused() throws {
    var later = rooms()
    later.server(":srv 263 alice LIST :Please wait a while and try again.")
    #expect(later.hear() == ["! LIST: Please wait a while and try again"])
    #expect(later.outcome == .gaveUpWaiting)
    var silent = rooms()
    silent.server(":srv 322 alice #a 1 :")
    try silent.wait()
    #expect(silent.outcome == .gaveUpWaiting)
  }
}
