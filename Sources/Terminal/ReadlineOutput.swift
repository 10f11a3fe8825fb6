import Glibc

/// What readline writes of its own accord, kept until the client's turn ends: that a terminal tells what is pasted
/// (bracketed paste), that the screen is to be cleared.
///
/// Of one thread, as readline is.
final class ReadlineOutput {
  private let bytes = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: 1)
  private let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  /// The stream to write into; nil where there was no memory for it.
  let stream: UnsafeMutablePointer<FILE>?

  init() {
    stream = open_memstream(bytes, count)
  }

  /// Takes out what has been written.
  func takeBytes() -> [UInt8] {
    guard let stream else { return [] }
    fflush(stream)
    if count.pointee == 0 { return [] }
    let drawn = Array(UnsafeRawBufferPointer(start: bytes.pointee, count: count.pointee))
    rewind(stream)
    return drawn
  }
}
