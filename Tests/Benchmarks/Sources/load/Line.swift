import CLoad
import Glibc

/// A line that a client has read, without its end.
struct Line {
  let bytes: UnsafeRawBufferPointer

  /// Where the command begins, behind tags and prefix.
  private var commandStart: Int {
    let prefix = afterWord(from: 0, marked: UInt8(ascii: "@"))
    return afterWord(from: prefix, marked: UInt8(ascii: ":"))
  }

  private func afterWord(from start: Int, marked mark: UInt8) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count, bytes[start] == mark else { return start }
    guard let blank = memchr(base + start, 32, bytes.count - start) else { return bytes.count }
    return UnsafeRawPointer(blank) - base + 1
  }

  /// The first four bytes of the command, as `Verb` has them; 0 where there are less.
  var verb: UInt32 {
    let start = commandStart
    guard let base = bytes.baseAddress, start + 4 <= bytes.count else { return 0 }
    return load_word(base + start)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The commands that matter, packed as the first four bytes stand in memory.
enum Verb {
  static let welcomed = packed("376 ")
  static let welcomedBriefly = packed("422 ")
  static let joined = packed("366 ")
  static let join = packed("JOIN")
  static let quit = packed("QUIT")
  static let ping = packed("PING")
  static let pong = packed("PONG")
  static let error = packed("ERRO")
  static let capability = packed("CAP ")
  static let nameTaken = packed("433 ")

  private static func packed(_ verb: StaticString) -> UInt32 { load_word(verb.utf8Start) }
}
