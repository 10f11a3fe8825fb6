import Foundation
import Testing

/// The standard library draws a seed for its hashes in each process, unless the environment says that there is none.
@Suite("The hash seed of the process")
struct HashSeedTests {
  private static let mark = "CHATNET_OTHER_SEED"

  @Test(
    "makes no difference to the recorded day: a process without one gives the same bytes",
    .timeLimit(.minutes(2)))
  func otherProcess() throws {
    if ProcessInfo.processInfo.environment[HashSeedTests.mark] != nil { return }
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = try arguments() + ["--filter", "RecordedDayTests/sameBytes"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_DETERMINISTIC_HASHING": "1", HashSeedTests.mark: "1"]) { _, new in new }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("Test run with 1 test"), "\(text)")
  }

  /// The arguments of this process, but for those that choose tests.
  private func arguments() throws -> [String] {
    let line = try Data(contentsOf: URL(filePath: "/proc/self/cmdline"))
    var words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    words.removeFirst()
    var kept: [String] = []
    while !words.isEmpty {
      let word = words.removeFirst()
      if ["--filter", "--skip"].contains(word) { words.removeFirst() } else { kept.append(word) }
    }
    return kept
  }
}
