import Glibc
import TestSupport
import Testing

@testable import Relay

/// `Recorded/day.txt` holds the inputs of a day, `Recorded/day.expected` what each led to. With CHATNET_UPDATE=1 in
/// the environment the second is written anew.
@Suite("A recorded day is replayed")
struct RecordedDayTests {
  private static let folder = "Tests/RelayTests/Recorded"

  private func day() throws -> [(Input, Stamp)] {
    try RecordedInput.read(SourceTree.text(of: "\(RecordedDayTests.folder)/day.txt"))
  }

  private func replay(batch: Int = 1) throws -> [String] {
    var replay = Replay(batch: batch)
    for (input, stamp) in try day() { replay.take(input, at: stamp) }
    replay.collect()
    return replay.transcript
  }

  /// A line that went to a slot, and the commit that it waited for.
  private struct Sent: Equatable {
    let line: Substring
    let commit: Int
  }

  /// What went to each slot.
  private func sent(_ transcript: [String]) -> [Substring: [Sent]] {
    var sent: [Substring: [Sent]] = [:]
    var commits: [Substring: Int] = [:]
    for line in transcript where line.hasPrefix("> ") {
      let parts = line.dropFirst(2).split(separator: " ", maxSplits: 1)
      if parts[1].hasPrefix("(hold ") {
        commits[parts[0]] = Int(parts[1].dropFirst(6).dropLast())
      } else {
        sent[parts[0], default: []].append(Sent(line: parts[1], commit: commits[parts[0]] ?? 0))
      }
    }
    return sent
  }

  @Test(
    "and each session gets the same, and waits for the same or more, however many inputs are carried out at once",
    arguments: [2, 7, 1_000])
  func batches(of inputs: Int) throws {
    let (one, many) = (sent(try replay()), sent(try replay(batch: inputs)))
    #expect(one.count > 4)
    for (slot, lines) in one {
      let others = many[slot] ?? []
      #expect(others.map(\.line) == lines.map(\.line), "slot \(slot)")
      for (line, other) in zip(lines, others) {
        #expect(other.commit >= line.commit, "slot \(slot): \(line.line)")
      }
    }
  }

  @Test("and gives the same bytes each time, those that it gave when it was recorded")
  func sameBytes() throws {
    let transcript = try replay()
    #expect(transcript.count > 1_000)
    #expect(try replay() == transcript, "two replays differ")
    let file = "\(RecordedDayTests.folder)/day.expected"
    if getenv("CHATNET_UPDATE") != nil {
      try SourceTree.write(transcript.joined(separator: "\n") + "\n", to: file)
    }
    let expected = try SourceTree.text(of: file).split(separator: "\n").map(String.init)
    for (number, lines) in zip(transcript, expected).enumerated() where lines.0 != lines.1 {
      Issue.record("line \(number + 1) is\n\(lines.0)\nand was\n\(lines.1)")
      return
    }
    #expect(transcript.count == expected.count)
  }

  @Test("and goes on the same from a state that was written out and read back", arguments: 0..<10)
  func cuts(at first: Int) throws {
    let whole = try replay()
    #expect(!whole.contains { $0.hasPrefix("broken") })
    var replay = Replay()
    for (number, (input, stamp)) in try day().enumerated() {
      if number % 10 == first { try replay.cut() }
      replay.take(input, at: stamp)
    }
    replay.collect()
    let others = replay.transcript.filter { !$0.hasPrefix("> ") }
    #expect(others == whole.filter { !$0.hasPrefix("> ") }, "facts, requests or rules differ")
    let (one, other) = (sent(whole), sent(replay.transcript))
    for (slot, lines) in one { #expect(other[slot] == lines, "slot \(slot)") }
  }

  @Test("and each of its inputs is the same after it was written and read")
  func codec() throws {
    for (input, stamp) in try day() {
      let bytes = input.encoded(at: stamp)
      let (read, readStamp) = try Input.decoded(from: bytes)
      #expect(read == input && readStamp == stamp)
      for length in bytes.indices {
        #expect(throws: MalformedValue.self) { try Input.decoded(from: Array(bytes[..<length])) }
      }
      #expect(throws: MalformedValue.self) { try Input.decoded(from: bytes + [0]) }
    }
  }
}
