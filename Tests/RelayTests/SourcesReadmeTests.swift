import Testing

@Suite("The page about the sources is true")
struct SourcesReadmeTests {
  /// Something that the page has in backquotes.
  enum Mention: Equatable {
    /// A file or a folder.
    case path(String)
    /// A function, by its name without the labels.
    case function(String)

    /// What a text in backquotes names; nil where it is neither.
    init?(_ text: String) {
      if text.contains(" ") || text.hasPrefix("/") { return nil }
      if text.hasSuffix("/") || Mention.endings.contains(where: text.hasSuffix) {
        self = .path(text)
      } else if text.hasSuffix(")"), text.first?.isLowercase == true {
        self = .function(String(text.prefix { $0 != "(" }))
      } else {
        return nil
      }
    }

    private static let endings = [".swift", ".sh", ".md", ".tsv"]
  }

  @Test("each file and folder exists, and each function stands in the file named before it")
  func mentions() throws {
    let page = try SourceTree.text(of: "Sources/README.md")
    let mentions = SourcesReadmeTests.mentions(in: page)
    #expect(mentions.count > 200, "the page names nothing")
    var last = (path: "", text: "")
    for mention in mentions {
      switch mention {
      case .path(let path):
        let text = SourcesReadmeTests.text(of: path)
        #expect(text != nil, "\(path) does not exist")
        last = (path, text ?? "")
      case .function(let name):
        let isThere = ["func \(name)(", "func \(name)<"].contains(where: last.text.contains)
        #expect(isThere, "\(last.path) has no function \(name)")
      }
    }
  }

  @Test(
    "what is in backquotes is told apart",
    arguments: [
      ("see `Wire/Verb.swift` and `read(from:)`", [.path("Wire/Verb.swift"), .function("read")]),
      ("`Wire/` by `install.sh`", [.path("Wire/"), .path("install.sh")]),
      ("`/msg bob`, `@label=… PRIVMSG`, `main`, `AWAY *`", []), ("no.swift `", []),
    ] as [(String, [Mention])])
  func toldApart(text: String, mentions: [Mention]) {
    #expect(SourcesReadmeTests.mentions(in: text) == mentions)
  }

  @Test("a path that leads nowhere is seen", arguments: ["Wire/Nothing.swift", "Nowhere/", "nothing.sh"])
  func seen(path: String) {
    #expect(SourcesReadmeTests.text(of: path) == nil)
  }

  /// What a page names, in order.
  private static func mentions(in page: String) -> [Mention] {
    let parts = page.split(separator: "`", omittingEmptySubsequences: false)
    // Every second part stands between two backquotes; the last one has none behind it.
    return stride(from: 1, to: parts.count - 1, by: 2).compactMap { Mention(String(parts[$0])) }
  }

  /// What the file holds, below Sources or in the project; nothing for a folder, and nil for what is not there.
  private static func text(of path: String) -> String? {
    for folder in ["Sources/", ""] {
      if path.hasSuffix("/") {
        if (try? SourceTree.swiftFiles(in: folder + path.dropLast())) != nil { return "" }
      } else if let text = try? SourceTree.text(of: folder + path) {
        return text
      }
    }
    return nil
  }
}
