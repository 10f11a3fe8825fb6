import Testing

@Suite("What is code in a Swift file, and what it names")
struct SwiftCodeTests {
  @Test(
    "comments and literals are left out, interpolations are not",
    arguments: [
      ("let a = 1 // Date", ["let", "a", "1"]),
      ("/// Date\nfunc b() {}", ["func", "b"]),
      ("c /* Date /* Hasher */ Clock */ d", ["c", "d"]),
      (#"e("Date") f"#, ["e", "f"]),
      (#"g("a \" Date") h"#, ["g", "h"]),
      (#"i("a \(Date(j("k"))) b") l"#, ["i", "Date", "j", "l"]),
      (##"m(#"a " \(Date) "#) n"##, ["m", "n"]),
      (##"o(#"a \#(p) b"#) q"##, ["o", "p", "q"]),
      ("r(\"\"\"\n  a \"Date\" \\(s)\n  \"\"\") t", ["r", "s", "t"]),
      (#"u("//") v"#, ["u", "v"]), ("#if w\n#endif", ["if", "w", "endif"]),
    ])
  func words(source: String, words: [String]) {
    #expect(SwiftCode(source).words.map { String($0.word) } == words)
  }

  @Test(
    "a dictionary is seen as a type and as a literal",
    arguments: [
      "var a: [Int: Int]", "let a = [Int: [Int]]()", "f([:])", "func f() -> [A: B]? {", "x = [1: 2, 3: 4]",
      "var a: [[A: B]] = []", "let a: [ID:\n  Value]", #"f(["a": 1])"#, "return [a: b]", "case c([A: B])",
    ])
  func dictionaries(source: String) {
    let found = SwiftCode(source).dictionaries
    #expect(found.count == 1 && found.first?.first == "[" && found.first?.last == "]", "\(found)")
  }

  @Test(
    "what only looks like one is none",
    arguments: [
      "a[slot: 1] = b", "var a: [Int] = [1, 2]", "a ? [b] : [c]", "[a ? b : c]", "f(x)[y: z]", "a?[b: c]",
      "{ [weak self] in }", "[f(a: b), { (c: D) in }]", "// [A: B]", #"f("[A: B]")"#,
      "[a ? b : c, d ? e : f]",
    ])
  func noDictionaries(source: String) {
    #expect(SwiftCode(source).dictionaries.isEmpty)
  }

  @Test(
    "each thing that is forbidden is found",
    arguments: [
      (.clocks, "let t = ContinuousClock.now"), (.clocks, "import Foundation; Date()"),
      (.chance, "Int.random(in: 0..<9)"),
      (.chance, "a.shuffled()"), (.chance, "a.randomElement()!"), (.chance, "SystemRandomNumberGenerator()"),
      (.hashing, "func hash(into hasher: inout Hasher)"), (.hashing, "a.hashValue"), (.threads, "Task { }"),
      (.threads, "func f() async"), (.surroundings, #"print("x")"#), (.surroundings, #"getenv("HOME")"#),
      (.dictionaries, "var a: Dictionary<A, B>"), (.dictionaries, "var a: Set<A> = []"),
      (.dictionaries, "var a: [A: B]"),
    ] as [(Forbidden, String)])
  func forbidden(rule: Forbidden, source: String) {
    #expect(!rule.found(in: SwiftCode(source)).isEmpty)
  }

  @Test(
    "what is like it, but harmless, is not",
    arguments: [
      (.clocks, "/// Its Clock stands."), (.clocks, #"help: "a Date""#), (.clocks, "let clock = time"),
      (.chance, "Int64.random(in: a...b, using: &random)"), (.chance, "var random: SplitMix64"),
      (.hashing, "struct A: Hashable {}"), (.surroundings, "printed(a)"),
      (.dictionaries, "a.subscript[b: c]"),
      (.dictionaries, "setUp()"),
    ] as [(Forbidden, String)])
  func harmless(rule: Forbidden, source: String) {
    #expect(rule.found(in: SwiftCode(source)).isEmpty)
  }
}
