import Testing

@Suite("The pure modules stay pure")
struct PurityTests {
  /// What each may import: values come in, and nothing of the system is asked.
  static let allowed: [(module: String, imports: Set<String>)] = [
    ("Wire", ["CLinux", "Swift"]), ("Relay", ["Wire"]), ("Client", ["Wire"]), ("Options", []),
  ]

  @Test("they import nothing but what they may", arguments: allowed)
  func imports(module: String, imports: Set<String>) throws {
    let files = try SourceTree.swiftFiles(in: "Sources/\(module)")
    #expect(files.count > 5, "the files of \(module) are not found")
    for file in files {
      for line in try SourceTree.text(of: file).split(separator: "\n") {
        guard let name = PurityTests.importedModule(line) else { continue }
        #expect(imports.contains(name), "\(file) imports \(name)")
      }
    }
  }

  /// What the code of a folder of Sources must not name.
  static let rules: [(folder: String, forbidden: [Forbidden])] = [
    ("Wire", [.clocks, .chance, .hashing, .threads, .surroundings]),
    ("Relay", [.clocks, .chance, .hashing, .threads, .surroundings]),
    ("Relay/State", [.dictionaries]),
    ("Relay/Door", [.dictionaries]),
    ("Client", [.clocks, .chance, .hashing, .threads, .surroundings]),
    ("Options", [.clocks, .chance, .hashing, .threads, .surroundings]),
  ]

  @Test("they name nothing that differs from run to run", arguments: rules)
  func names(folder: String, forbidden: [Forbidden]) throws {
    let files = try SourceTree.swiftFiles(in: "Sources/\(folder)")
    #expect(files.count > 3, "the files of \(folder) are not found")
    for file in files {
      let code = try SwiftCode(SourceTree.text(of: file))
      for rule in forbidden {
        let found = rule.found(in: code)
        #expect(found.isEmpty, "\(file) names \(rule.rawValue): \(found.joined(separator: ", "))")
      }
    }
  }

  @Test("what decides who may come in names none of that either, though it stands in the server")
  func admission() throws {
    let files = try SourceTree.swiftFiles(in: "Sources/Server").filter { $0.contains("/Admission") }
    #expect(files.count > 5, "the files are not found")
    for file in files {
      let code = try SwiftCode(SourceTree.text(of: file))
      for rule in [Forbidden.clocks, .chance, .threads, .surroundings] {
        let found = rule.found(in: code)
        #expect(found.isEmpty, "\(file) names \(rule.rawValue): \(found.joined(separator: ", "))")
      }
    }
  }

  @Test(
    "an import is seen in whatever way it is written",
    arguments: [
      ("import Glibc", "Glibc"), ("@testable import Wire", "Wire"),
      ("  internal import struct Wire.Verb", "Wire"),
      ("import Foundation.NSDate", "Foundation"), ("public import Wire // why", "Wire"),
      ("let important = 1", nil),
      ("// import Glibc", nil), ("@preconcurrency import Dispatch;", "Dispatch"),
    ] as [(String, String?)])
  func recognised(line: String, module: String?) {
    #expect(PurityTests.importedModule(line[...]) == module)
  }

  /// The module that a line imports, if it imports any.
  private static func importedModule(_ line: Substring) -> String? {
    var words = line.split { " \t;".contains($0) }
    guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { return nil }
    let modifiers = ["public", "package", "internal", "private", "fileprivate"]
    guard words[..<place].allSatisfy({ $0.hasPrefix("@") || modifiers.contains(String($0)) }) else {
      return nil
    }
    words.removeFirst(place + 1)
    if ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"].contains(words[0]) {
      words.removeFirst()
    }
    return words.first.map { String($0.prefix { $0 != "." }) }
  }
}
