import TestSupport
import Testing
import Wire

@testable import Client

@Suite("Nothing that others write steers the terminal")
struct PageFuzzTests {
  @Test(
    "Whatever a server says, what is shown of it holds no controls but the page's own, and the bell where it is due",
    arguments: 0..<40 as Range<UInt64>)
  func server(seed: UInt64) throws {
    var server = HostileServer(seed: seed)
    var dialogue = Dialogue.entered(["#x"], members: "alice bob") { $0.isInteractive = true }
    var screen = Screen(hasColour: seed % 2 == 0)
    for number in 0..<100 {
      dialogue.receive(server.line())
      switch number % 25 {
      case 5: dialogue.type("hello", "who", "/whois bob")
      case 10: dialogue.type("/rooms", "/topic", "/join #y", "/nick carol")
      case 20: try reconnect(&dialogue)
      default: break
      }
      try screen.show(&dialogue)
    }
    #expect(screen.lines > 20, "what is said is shown")
  }

  @Test(
    "Each column of each kind of record is escaped, in both colours and none", arguments: RecordEvent.allCases
  )
  func columns(event: RecordEvent) {
    for hasColour in [true, false] {
      for piece in HostileServer.pieces {
        let word = Array("a".utf8) + piece + Array("b".utf8)
        for columns in [(word, [], []), ([], word, []), ([], [], word), (word, word, word)]
          as [([UInt8], [UInt8], [UInt8])]
        {
          var record = Record(
            event, time: PageFuzzTests.time, from: columns.0, to: columns.1, text: columns.2)
          record.sentAs = .action
          var page = PageFuzzTests.page(hasColour: hasColour)
          for _ in 0..<5 { page.append(record) }
          page.append(Record(.end, time: PageFuzzTests.time, to: columns.1, text: Array("user".utf8)))
          let bytes = page.takeBytes()
          #expect(PageGrammar.fault(in: bytes) == nil, "\(event) \(word)")
          if !hasColour { #expect(!bytes.contains(0x1B)) }
        }
      }
    }
  }

  @Test("Random columns are escaped too")
  func randomColumns() {
    var server = HostileServer(seed: 71)
    var page = PageFuzzTests.page(hasColour: true)
    for _ in 0..<2000 {
      for event in [RecordEvent.message, .topic, .quit, .kick, .mode, .user] {
        page.append(
          Record(event, time: PageFuzzTests.time, from: server.text(), to: server.text(), text: server.text())
        )
      }
      page.append(remark: String(decoding: server.text(), as: UTF8.self))
      page.append(diagnostic: String(decoding: server.text(), as: UTF8.self))
      let bytes = page.takeBytes()
      #expect(PageGrammar.fault(in: bytes) == nil)
    }
  }

  @Test(
    "What would be found is found",
    arguments: [
      "\u{1B}[2J", "\u{1B}]0;t\u{7}", "\u{9B}m", "\r", "\u{E}", "\u{202E}", "\u{200B}", "\u{1B}[5m",
      "\u{1B}[1mb",
      "\u{1B}[1m\n\u{1B}[0m", "\u{1B}[m", "\u{1B}",
    ])
  func teeth(bytes: String) {
    #expect(PageGrammar.fault(in: Array("a\(bytes)".utf8)) != nil)
  }

  @Test("A line of 65,536 characters is one line", arguments: ["a", "é", "\u{1B}", "\u{301}", "\u{202E}"])
  func longLine(character: String) {
    var page = PageFuzzTests.page(hasColour: true)
    let text = Array(String(repeating: character, count: 65_536).utf8)
    page.append(Record(.message, time: PageFuzzTests.time, from: text, to: text, text: text))
    let bytes = page.takeBytes()
    #expect(PageGrammar.fault(in: bytes) == nil)
    #expect(bytes.count { $0 == 0x0A } == 1)
    #expect(bytes.count >= 65_536)
  }

  /// The connection is lost, and had back from a server of another mood.
  private func reconnect(_ dialogue: inout Dialogue<JoinSession>) throws {
    dialogue.close("reset\u{1B}[2J")
    for _ in 0..<3 where !dialogue.isConnecting && dialogue.mind.deadline != nil { try dialogue.wait() }
    guard dialogue.isConnecting else { return }
    dialogue.connect()
    dialogue.register()
    dialogue.enter("#x")
  }

  private static let time = Timestamp(milliseconds: 1_795_262_400_000)

  private static func page(hasColour: Bool) -> Page {
    let rendering = TextRendering(time: .clock(secondsFromUTC: 0), hasColour: hasColour, rooms: [])
    return Page(
      writer: RecordWriter(.text, rendering: rendering), hasBell: true, at: time,
      secondsFromUTC: { _ in 3600 })
  }

  /// A page, and the grammar of what it may write.
  private struct Screen {
    private let hasColour: Bool
    private var page: Page
    private var grammar = PageGrammar()
    private var bellsDue = 0
    private(set) var lines = 0

    init(hasColour: Bool) {
      self.hasColour = hasColour
      page = PageFuzzTests.page(hasColour: hasColour)
      page.append(Record(.ready, time: PageFuzzTests.time, from: Sample.alice, text: Array("#x".utf8)))
    }

    mutating func show(_ dialogue: inout Dialogue<JoinSession>) throws {
      for notice in dialogue.notices {
        switch notice {
        case .record(let record):
          page.append(record)
          bellsDue += isDue(record) ? 1 : 0
        case .failure(let failure), .nameRefused(let failure):
          page.append(diagnostic: "\(Escaping.visible(failure.about)): \(failure.text)")
        case .remark(let text), .news(let text, _), .announcement(let text): page.append(remark: text)
        default: break
        }
      }
      dialogue.forget()
      let bytes = page.takeBytes()
      #expect(grammar.fault(in: bytes) == nil, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      lines += bytes.count { $0 == 0x0A }
      #expect(grammar.bells == bellsDue)
      if !hasColour { #expect(!bytes.contains(0x1B)) }
    }

    private func isDue(_ record: Record) -> Bool {
      let own = page.ownName ?? []
      let isSpoken = record.event == .message || record.event == .action
      let isByPerson = !record.from.contains(UInt8(ascii: ".")) && !ASCIIFold.equal(record.from, own)
      let isToOneself = !Record.isRoom(record.to) || Mention.stands(own, in: record.text)
      return isSpoken && isByPerson && isToOneself && !record.isHistory && record.text.first != 0x01
    }
  }
}
