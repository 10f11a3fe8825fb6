import Testing

@testable import Wire

@Suite("The table of confusable characters")
struct ConfusableTableTests {
  private let scalars = ConfusableTable.mappings.compactMap { Unicode.Scalar($0 >> 11) }

  @Test("has each scalar once, in ascending order, none of them ASCII")
  func order() {
    #expect(scalars.count == ConfusableTable.mappings.count && scalars.count > 4_000)
    #expect(zip(scalars, scalars.dropFirst()).allSatisfy { $0 < $1 })
    #expect(scalars.allSatisfy { !$0.isASCII })
  }

  @Test("has what names may hold, and nothing else")
  func allowed() {
    for scalar in scalars {
      #expect(NameRules.isAllowed(scalar), "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test("has a face for each, that is not empty, and ends where its numbers end")
  func faces() {
    let starts = ConfusableTable.starts
    #expect(starts.first == 0 && Int(starts[starts.count - 1]) == ConfusableTable.faces.count)
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
    #expect(ConfusableTable.mappings.allSatisfy { Int($0 & 0x7FF) < starts.count - 1 })
    #expect(ConfusableTable.faces.allSatisfy { Unicode.Scalar($0) != nil })
  }

  @Test("takes nothing of a face for something else again")
  func idempotent() {
    for scalar in scalars {
      let name = Array(String(scalar).utf8)
      let face = NameRules.likenesses(name.span)
      for likeness in face {
        let again = NameRules.likenesses(likeness.span)
        #expect(again.contains(likeness), "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test(
    "finds the first, the last and what lies between, and nothing that is not there",
    arguments: [
      ("а", "a"), ("ο", "o"), ("Ａ", "a"), ("𝟎", "0"), ("𝟏", "1"), ("𝐈", "i"), ("ⅿ", "m"), ("٥", "o"),
      ("Ю", "io"),
    ] as [(Unicode.Scalar, String)])
  func found(scalar: Unicode.Scalar, face: String) {
    let found = Confusables.face(of: scalar)
    #expect(found.map(Array.init) == face.unicodeScalars.map(\.value))
  }

  @Test("finds all that it has")
  func all() {
    for scalar in scalars { #expect(Confusables.face(of: scalar) != nil) }
    for scalar in ["a", "l", "1", "\u{7F}", "\u{80}", "д", "漢", "\u{10FFFF}"] as [Unicode.Scalar] {
      #expect(Confusables.face(of: scalar) == nil)
    }
  }
}
