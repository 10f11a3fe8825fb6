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
      return rl_completion_matches(word) { _, state in
        guard Int(state) < Readline.offered.count else { return nil }
        return Readline.copy(Readline.offered[Int(state)])
      }
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

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// A copy for readline, which frees it.
  private static func copy(_ candidate: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    candidate.withCString { strdup($0) }
  }
}
