import CReadline
import Glibc

extension Readline {
  /// Gives what a word may become that stands at a place in the line.
  typealias Candidates = (_ word: [UInt8], _ before: [UInt8]) -> [[UInt8]]

  nonisolated(unsafe) private static var candidates: Candidates = { _, _ in [] }
  nonisolated(unsafe) private static var offered: [[UInt8]] = []
  nonisolated(unsafe) private static var display: ([[UInt8]]) -> Void = { _ in }

  /// Lets Tab offer these, and shows them where there are several.
  static func complete(with candidates: @escaping Candidates, display: @escaping ([[UInt8]]) -> Void) {
    self.candidates = candidates
    self.display = display
    creadline_set_completion { word, start, _ in
      creadline_end_completion()
      guard let word else { return nil }
      Readline.offer(for: word, behind: Int(start))
      let matches = rl_completion_matches(word) { _, state in
        guard Int(state) < Readline.offered.count else { return nil }
        return Readline.copy(Readline.offered[Int(state)])
      }
      return Readline.keeping(word, in: matches)
    }
    creadline_set_candidates_display { matches, count, _ in
      guard let matches else { return }
      // The first is what they have in common.
      Readline.display((0..<Int(count)).compactMap { matches[$0 + 1].map { Readline.bytes($0) } })
    }
  }

  private static func offer(for word: UnsafePointer<CChar>, behind start: Int) {
    let before = UnsafeRawBufferPointer(start: creadline_line(), count: start)
    offered = candidates(bytes(word), Array(before))
  }

  /// What readline puts in the word's place is what the candidates have in common, byte for byte: less than was typed
  /// where they differ in capitals or accents. Then the word stays.
  private static func keeping(
    _ word: UnsafePointer<CChar>, in matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let matches, let common = matches[0], matches[1] != nil, strlen(common) < strlen(word) else {
      return matches
    }
    free(common)
    matches[0] = strdup(word)
    return matches
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// A copy for readline, which frees it.
  private static func copy(_ candidate: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    candidate.withCString { strdup($0) }
  }
}
