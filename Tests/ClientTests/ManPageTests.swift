import Glibc
import Testing

@testable import Client

/// The manual's tables of what this module decides; those of the options are held by the tests of Options.
@Suite("The manual")
struct ManPageTests {
  /// The lines of one of its pages.
  private func lines(of page: String) throws -> [Substring] {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let file = try #require(fopen("\(root)/man/\(page).1", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test("it explains each command of join with its arguments, and no others")
  func commands() throws {
    let items = try items(in: "WHAT A LINE MEANS", of: "chatnet-join").flatMap { $0.split(separator: ",") }
    let explained = items.map { $0.trimming.replacing("/msg bob", with: "/msg name") }.filter {
      $0.hasPrefix("/") && !$0.hasPrefix("//") && $0 != "/ unknown"
    }
    #expect(explained.sorted() == ChatCommand.all.map { $0.usage.lowercased() }.sorted())
  }

  @Test("it lists each event of a record, and no others")
  func events() throws {
    let rows = try items(in: "RECORD FORMATS", of: "chatnet").filter { $0.contains("\t") }.dropFirst()
    let listed = rows.flatMap { $0.prefix { $0 != "\t" }.split(separator: ",") }.map(\.trimming)
    #expect(listed == RecordEvent.allCases.map(\.rawValue))
  }

  /// The items of a section's lists as they are printed, with a tab between columns.
  private func items(in section: String, of page: String) throws -> [String] {
    let rest = try lines(of: page).drop { $0 != ".Sh \(section)" }.dropFirst().prefix {
      !$0.hasPrefix(".Sh ")
    }
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
