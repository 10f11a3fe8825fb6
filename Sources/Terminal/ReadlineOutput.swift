import Glibc

/// What readline draws, kept until the client's turn ends: a burst of lines and the prompt below them reach the
/// terminal in one write, and a terminal that is stopped (C-s) stops nobody.
///
/// Of one thread, as readline is.
final class ReadlineOutput {
  private let bytes = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: 1)
  private let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  /// The stream to draw into; nil where there was no memory for it.
  let stream: UnsafeMutablePointer<FILE>?

  init() {
    stream = open_memstream(bytes, count)
  }

  /// Adds bytes behind what has been drawn.
  func append(_ more: [UInt8]) {
    guard let stream else { return }
    fwrite(more, 1, more.count, stream)
  }

  /// Takes what has been drawn.
  func take() -> [UInt8] {
    guard let stream else { return [] }
    fflush(stream)
    let drawn = Array(UnsafeRawBufferPointer(start: bytes.pointee, count: count.pointee))
    rewind(stream)
    return drawn
  }
}
