import Glibc
import Testing

@testable import Client

/// The page's tables of what this module decides; those of the options are held by the tests of Options.
@Suite("The manual page")
struct ManPageTests {
  private let lines: [Substring]

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let file = try #require(fopen("\(root)/man/chatnet.1", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test("it explains each command of join with its arguments, and no others")
  func commands() {
    let items = items(in: "WHAT A LINE MEANS").flatMap { $0.split(separator: ",") }
    let explained = items.map { $0.trimming.replacing("/msg bob", with: "/msg name") }.filter {
      $0.hasPrefix("/") && !$0.hasPrefix("//") && $0 != "/ unknown"
    }
    #expect(explained.sorted() == ChatCommand.all.map { $0.usage.lowercased() }.sorted())
  }

  @Test("it lists each event of a record, and no others")
  func events() {
    let rows = items(in: "RECORD FORMATS").filter { $0.contains("\t") }.dropFirst()
    let listed = rows.flatMap { $0.prefix { $0 != "\t" }.split(separator: ",") }.map(\.trimming)
    #expect(listed == RecordEvent.allCases.map(\.rawValue))
  }

  /// The items of a section's lists as they are printed, with a tab between columns.
  private func items(in section: String) -> [String] {
    let rest = lines.drop { $0 != ".Sh \(section)" }.dropFirst().prefix { !$0.hasPrefix(".Sh ") }
    var items: [String] = []
    var isOpen = false
    for line in rest {
      if line.hasPrefix(".It ") { items.append("") }
      if line.hasPrefix(".It ") || isOpen { items[items.count - 1] += " " + printed(line) }
      if line.hasSuffix("Xo") { isOpen = true }
      if line == ".Xc" { isOpen = false }
    }
    return items
  }

  /// A line of mdoc without its macros.
  private func printed(_ line: Substring) -> String {
    let words = line.drop { $0 == "." }.split(separator: " ").filter {
      !["It", "Xo", "Xc", "Li", "Ar", "Sy", "Ns"].contains($0)
    }
    return words.map { ["Oo": "[", "Oc": "]", "Ta": "\t"][$0] ?? String($0) }.joined(separator: " ")
      .replacing("[ ", with: "[").replacing(" ]", with: "]")
  }
}

extension Substring {
  fileprivate var trimming: String { split(separator: " ").joined(separator: " ") }
}
