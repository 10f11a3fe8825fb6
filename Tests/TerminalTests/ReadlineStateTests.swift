import Glibc
import TestSupport
import Testing

@testable import Client
@testable import Terminal

/// Readline's state is the process's: one test at a time.
@Suite("With what readline holds", .serialized)
struct ReadlineStateTests {
  private func entries(_ numbers: ClosedRange<Int>) -> [[UInt8]] { numbers.map { Array("entry \($0)".utf8) } }

  @Test("a history that another run has is waited for once, told of once, and gets the last entries later")
  func historyInUse() throws {
    let folder = try TemporaryFolder()
    let file = HistoryFile(path: folder.file("history"))
    var memory = TerminalMemory(file: file)
    var told = [memory.load()]
    let lock = open(file.path, O_RDONLY | O_CLOEXEC)
    #expect(flock(lock, LOCK_EX) == 0)
    let start = seconds()
    let surplus = 20
    let all = entries(1...TerminalMemory.mostPending + surplus)
    for entry in all.dropLast() { told.append(memory.add(entry)) }
    // To wait for each would take a minute.
    #expect(seconds() < start + 20)
    close(lock)
    for entry in all.suffix(1) { told.append(memory.add(entry)) }
    #expect(told.compactMap(\.self) == ["cannot keep the history in \(file.path): another run has it open"])
    #expect(try file.load() == all.suffix(TerminalMemory.mostPending))
  }

  @Test("a history that is none stays unused")
  func historyUnusable() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("history")
    mkdir(path, 0o700)
    var memory = TerminalMemory(file: HistoryFile(path: path))
    var told = [memory.load()]
    rmdir(path)
    for entry in entries(1001...1002) { told.append(memory.add(entry)) }
    #expect(told.compactMap(\.self) == ["cannot keep the history in \(path): not a regular file"])
    #expect(folder.names == [])
  }

  @Test("a question takes the place of what is being typed, which is there again after it, gone on with")
  func question() {
    let front = TerminalFront(writer: RecordWriter(.text), hasBell: false)
    Readline.setLine(Array("half a lite".utf8), point: 9)
    front.show(.asks(.sendsOld(lines: 1, seconds: 61)))
    #expect(Readline.line.text == [])
    #expect(front.answered(Array("ne".utf8)) == [])
    #expect(front.answered([]) == [])
    #expect(front.answered(Array("n".utf8)) == [.answer(Array("n".utf8))])
    #expect(String(decoding: Readline.line.text, as: UTF8.self) == "half a linete")
    #expect(Readline.line.point == 11)
    Readline.setLine()
  }

  @Test("whom a reply answers that is being typed stays so while something else is asked")
  func reply() {
    let (line, bob) = (Array("/r yes".utf8), Array("bob".utf8))
    var (roster, draft) = (Roster(), TerminalDraft())
    roster.correspondent = bob
    Readline.setLine(line, point: line.count)
    draft.update(for: roster, asks: false)
    Readline.setLine()
    draft.update(for: roster, asks: true)
    roster.correspondent = Array("carol".utf8)
    draft.update(for: roster, asks: true)
    Readline.setLine(line, point: line.count)
    draft.update(for: roster, asks: false)
    let input = draft.input(of: line)
    #expect(input == .reply(line, to: bob))
    Readline.setLine()
  }

  @Test("a secret is concealed to its end, however long it is")
  func longSecret() {
    let text = Array("/login alice ".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 3000)
    var draft = TerminalDraft()
    Readline.setLine(text, point: text.count)
    draft.update(for: Roster(), asks: false)
    let line = draft.line(for: Roster(), name: nil, question: nil, isLiteral: false)
    #expect(line.text == text)
    #expect(line.concealed == .stars(13..<text.count))
    Readline.setLine()
  }

  private func seconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }
}
