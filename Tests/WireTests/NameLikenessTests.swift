import Testing

@testable import Wire

@Suite("Names that people take for each other")
struct NameLikenessTests {
  private func areAlike(_ left: String, _ right: String) -> Bool {
    let (one, other) = (Array(left.utf8), Array(right.utf8))
    return NameRules.areAlike(one.span, other.span)
  }

  @Test(
    "are alike in capitals and small letters, and under canonical equivalence",
    arguments: [
      ("ALICE", "alice"), ("Ünï", "üNÏ"), ("e\u{301}ve", "Éve"), ("ΣΟΦΊΑ", "σοφία"), ("\u{212B}", "\u{E5}"),
      ("ΟΔΥΣΣΕΎΣ", "οδυσσεύς"), ("САРА", "сара"),
    ])
  func sameLetters(left: String, right: String) {
    #expect(areAlike(left, right) && areAlike(right, left))
  }

  @Test(
    "are alike where one letter is of another script or another face",
    arguments: [
      ("аlice", "alice"), ("alicе", "ALICE"), ("bοb", "bob"), ("Вob", "bob"), ("Ηelen", "helen"),
      ("Νick", "nick"),
      ("νick", "vick"), ("Іvan", "ivan"), ("іvan", "Ivan"), ("ｂｏｂ", "bob"), ("ＢＯＢ", "bob"),
      ("𝐚𝓵𝖎𝚌𝕖", "alice"),
      ("𝐀𝐋𝐈𝐂𝐄", "alice"), ("toｍ", "tom"), ("𝗆ax", "max"), ("bob١", "bob1"), ("bob۱", "bob1"),
      ("bob𝟏𝟎", "bob10"),
      ("b٥b", "bob"), ("Ⅷ", "viii"), ("ﬁona", "fiona"), ("Ꭺnn", "ann"), ("аliсе", "alicе"),
    ])
  func otherLetters(left: String, right: String) {
    #expect(areAlike(left, right) && areAlike(right, left))
  }

  @Test(
    "are alike where the whole name is of another script",
    arguments: [("сара", "capa"), ("САРА", "capa"), ("хуху", "xyxy"), ("ΒΟΒ", "bob"), ("ѕсоре", "scope")])
  func wholeScript(left: String, right: String) {
    #expect(areAlike(left, right) && areAlike(right, left))
  }

  @Test(
    "are two names where both are ASCII, or nothing of the one looks like the other",
    arguments: [
      ("alice", "alicf"), ("a[", "a{"), ("bob1", "bobl"), ("bob1", "bobI"), ("bo", "b0"), ("burn", "bum"),
      ("w", "vv"), ("a|", "al"), ("zoë", "zoe"), ("rené1", "renél"), ("Дима", "dima"), ("漢", "字"),
      ("Ольга", "Onbra"),
      ("bob²", "bob2"), ("σοφία", "sofia"), ("жук", "xyk"),
    ])
  func apart(left: String, right: String) {
    #expect(!areAlike(left, right) && !areAlike(right, left))
  }

  @Test(
    "of ASCII have nothing but their lower case",
    arguments: ["Bob", "I1l|O0", "rnm", "x_-[]{}^|\\`", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
  func ascii(name: String) {
    let bytes = Array(name.utf8)
    #expect(NameRules.likenesses(bytes.span) == [Array(name.lowercased().utf8)])
  }

  @Test("have at most two likenesses, those of a likeness being its own")
  func likenesses() {
    for name in ["Νίκος", "Вова", "ΣΟΦΊΑ", "漢字", "ｂｏｂ", "e\u{301}"] {
      let bytes = Array(name.utf8)
      let likenesses = NameRules.likenesses(bytes.span)
      #expect((1...2).contains(likenesses.count))
      for likeness in likenesses {
        let again = NameRules.likenesses(likeness.span)
        #expect(again == [likeness], "\(name)")
      }
    }
  }
}
