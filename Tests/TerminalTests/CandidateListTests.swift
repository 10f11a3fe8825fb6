import Glibc
import Testing

@testable import Terminal

@Suite("What Tab offers")
struct CandidateListTests {
  private func lines(_ names: [String], columns: Int) -> [String] {
    setlocale(LC_CTYPE, "C.UTF-8")
    let text = CandidateList.lines(names.map { Array($0.utf8) }, columns: columns)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("stands in as many columns as fit, read downwards")
  func columns() {
    let names = ["a", "bb", "ccc", "d", "e"]
    #expect(lines(names, columns: 80) == ["a    bb   ccc  d    e"])
    #expect(lines(names, columns: 16) == ["a    ccc  e", "bb   d"])
    #expect(lines(names, columns: 4) == names)
    #expect(lines([], columns: 80) == [])
  }

  @Test("wide names keep the columns straight")
  func wide() {
    #expect(lines(["漢字", "b", "c"], columns: 13) == ["漢字  c", "b"])
  }
}
