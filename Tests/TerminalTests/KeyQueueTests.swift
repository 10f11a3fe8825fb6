import Testing

@testable import Terminal

@Suite("Keys and pastes")
struct KeyQueueTests {
  private static let mixed =
    "ab\u{1B}[A\u{1B}[200~one\rtwo \u{1B}[2J é\u{1B}[201~c漢\u{1B}[200~\u{1B}[201~\u{1B}[20~"

  @Test(
    "what was pasted is told apart from what was typed, however it comes", arguments: 0...mixed.utf8.count)
  func splits(place: Int) {
    let bytes = Array(Self.mixed.utf8)
    var queue = KeyQueue()
    var keys: [UInt8] = []
    var pastes: [[UInt8]] = []
    for piece in [bytes[..<place], bytes[place...]] {
      Array(piece).withUnsafeBytes { queue.append($0, at: 0) }
      drain: while true {
        switch queue.next() {
        case .keys: if let key = queue.takeKey() { keys.append(key) }
        case .paste(let text): pastes.append(text)
        case .nothing: break drain
        }
      }
    }
    // Where ESC or ESC [ alone is at the end it has gone to readline, which tells of the rest.
    if keys.contains(where: { $0 == 0x7E }) && pastes.count < 2 { return }
    #expect(String(decoding: keys, as: UTF8.self) == "ab\u{1B}[Ac漢\u{1B}[20~")
    #expect(pastes == [Array("one\rtwo \u{1B}[2J é".utf8), []])
  }

  private func add(_ bytes: [UInt8], to queue: inout KeyQueue, at time: Int64 = 0) -> KeyQueue.Next {
    bytes.withUnsafeBytes { queue.append($0, at: time) }
    return queue.next()
  }

  @Test("half a character waits for its other half, and a key alone does not wait")
  func halves() {
    var queue = KeyQueue()
    let half = add([0xE6, 0xBC], to: &queue)
    #expect(half == .nothing)
    let whole = add([0xA2], to: &queue)
    #expect(whole == .keys)
    for key in ["\u{1B}", "\u{1B}[", "\u{E4}", "\u{1B}[2~"] {
      var queue = KeyQueue()
      let next = add(Array(key.utf8), to: &queue)
      #expect(next == .keys)
    }
    // What a terminal sends that is not set to UTF-8.
    var latin = KeyQueue()
    let next = add([0xE4, 0x20], to: &latin)
    #expect(next == .keys)
  }

  @Test("a character waits for its last byte, however many it has", arguments: ["é", "漢", "😀"])
  func lastByte(character: String) {
    var queue = KeyQueue()
    let bytes = Array(character.utf8)
    for byte in bytes.dropLast() {
      let next = add([byte], to: &queue)
      #expect(next == .nothing)
    }
    let whole = add([bytes[bytes.count - 1]], to: &queue)
    #expect(whole == .keys)
  }

  @Test("a paste without an end is kept back, and one that was dropped ends after a silence")
  func unterminated() {
    var queue = KeyQueue()
    var next = add(Array("\u{1B}[200~text\r".utf8), to: &queue)
    #expect(next == .nothing)
    #expect(queue.isPasting)
    let wasPasting = queue.dropPaste(at: 5000)
    #expect(wasPasting)
    next = add(Array("more".utf8), to: &queue, at: 5100)
    #expect(next == .nothing)
    next = add(Array("k".utf8), to: &queue, at: 5500)
    #expect(next == .keys)
    let key = queue.takeKey()
    #expect(key == UInt8(ascii: "k"))
  }
}

@Suite("What a paste becomes")
struct PastedTextTests {
  @Test(
    "its lines end in LF, and it ends in none",
    arguments: [
      ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\r\n", "a"), ("a\n\n\r", "a"), ("\na", "\na"),
      ("a\u{0}b\tc", "ab\tc"), ("\n", ""),
      ("a\r\n\r\nb", "a\n\nb"),
    ])
  func normalized(pasted: String, text: String) {
    #expect(PastedText.normalized(Array(pasted.utf8)) == Array(text.utf8))
  }

  @Test("of a paste where one line is asked for the first is taken, without controls")
  func oneLine() {
    #expect(PastedText.oneLine(Array("a\u{3}b\tc\nd".utf8)) == Array("abc".utf8))
  }
}
