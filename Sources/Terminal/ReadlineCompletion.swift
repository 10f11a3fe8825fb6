import CReadline
import Glibc

extension Readline {
  /// Gives what a word may become that stands at a place in the line.
  typealias Candidates = (_ word: [UInt8], _ before: [UInt8]) -> [[UInt8]]

  nonisolated(unsafe) private static var candidates: Candidates = { _, _ in [] }
  nonisolated(unsafe) private static var offered: [[UInt8]] = []

  /// Lets Tab offer these.
  static func complete(with candidates: @escaping Candidates) {
    self.candidates = candidates
    creadline_set_completion { word, start, _ in
      creadline_end_completion()
      guard let word else { return nil }
      Readline.offer(for: word, behind: Int(start))
      return rl_completion_matches(word) { _, state in
        guard Int(state) < Readline.offered.count else { return nil }
        return Readline.copy(Readline.offered[Int(state)])
      }
    }
  }

  private static func offer(for word: UnsafePointer<CChar>, behind start: Int) {
    let before = UnsafeRawBufferPointer(start: creadline_line(), count: start)
    offered = candidates(Array(UnsafeRawBufferPointer(start: word, count: strlen(word))), Array(before))
  }

  /// A copy for readline, which frees it.
  private static func copy(_ candidate: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    (candidate + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
    }
  }
}
