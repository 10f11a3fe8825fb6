import Client
import Glibc
import Testing
import Wire

@testable import Pipe

@Suite("The files that a run leaves to the next")
final class RunFileTests {
  private let folder: String
  private var path: String { folder + "/file" }

  init() throws {
    var template = Array("/tmp/chatnet-run-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  }

  deinit {
    unlink(path)
    rmdir(folder)
  }

  private func write(_ bytes: [UInt8]) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
  }

  private var size: Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : -1
  }

  private func record(_ number: Int) -> Record {
    Record(
      .message, time: Timestamp(milliseconds: Int64(number)), from: Array("bob".utf8), to: Array("#a".utf8),
      text: Array("\(number)".utf8), id: Array("m\(number)".utf8))
  }

  @Test("what has been told is not added to half a line, which a killed run has left")
  func halfALine() throws {
    let line = Cursor.line(for: record(2))
    try write(Cursor.line(for: record(1)) + line.prefix(line.count / 2))
    var expected = Cursor()
    do {
      let file = try CursorFile(path: path)
      file.note(.record(record(3)))
      #expect(file.save(unwritten: 0) == nil)
    }
    for number in [1, 3] { expected.advance(past: record(number)) }
    #expect(try CursorFile(path: path).cursor == expected)
  }

  @Test("what is not wholly written, and what was noted behind it, waits until it is")
  func partlyWritten() throws {
    do {
      let file = try CursorFile(path: path)
      for number in 1...3 { file.note(.record(record(number))) }
      file.note(.begins(room: Array("#b".utf8), at: record(9).time))
      #expect(file.save(unwritten: 2) == nil)
    }
    var expected = Cursor()
    expected.advance(past: record(1))
    do {
      let file = try CursorFile(path: path)
      #expect(file.cursor == expected)
      for number in 2...3 { file.note(.record(record(number))) }
      #expect(file.save(unwritten: .max) == nil)
      #expect(file.save(unwritten: 1) == nil)
      #expect(file.save(unwritten: 0) == nil)
    }
    for number in 2...3 { expected.advance(past: record(number)) }
    #expect(try CursorFile(path: path).cursor == expected)
  }

  @Test("a message is kept for its command before it counts as written, and not twice")
  func keptCommands() throws {
    do {
      let file = try CursorFile(path: path)
      for number in 1...2 {
        file.note(.record(record(number)))
        #expect(file.keep(record(number)) == number)
      }
      file.end(1)
      file.saveCommands()
    }
    let file = try CursorFile(path: path)
    #expect(file.cursor == Cursor())
    #expect(file.commands.map(\.record.text) == [Array("2".utf8)])
    #expect(file.keep(record(1)) == nil)
    #expect(file.keep(record(2)) == nil)
    #expect(file.keep(record(3)) == 3)
  }

  @Test("the file of unsent messages stays small, however many were sent")
  func waste() throws {
    let file = try UnsentFile(path: path)
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
    for number in 1...40 {
      let id = Array("a-\(number)".utf8)
      file.note(.unsent(.kept(UnsentMessage(target: Array("bob".utf8), text: text, kind: .message, id: id))))
      #expect(file.save(unwritten: 0) == nil)
      if number == 1 { continue }
      file.note(.unsent(.accepted(id)))
      #expect(file.save(unwritten: 0) == nil)
      #expect(size < 1_500_000)
    }
    file.note(.unsent(.over))
    #expect(file.save(unwritten: 0) == nil)
    #expect((100_000..<101_000).contains(size), "the first is all that is left")
  }
}
