import Glibc

/// The end of a regular file that an inherited descriptor appends to.
enum FileEnd {
  /// Whether what is written next stands behind half a line.
  static func continuesLine(_ descriptor: Int32, endedBy end: UInt8) -> Bool {
    guard let size = size(of: descriptor), size > 0, isAtEnd(descriptor, size),
      // The descriptor itself is usually for writing alone.
      let file = try? System.open("/proc/self/fd/\(descriptor)", O_RDONLY | O_NOCTTY),
      let last = System.byte(of: file.rawValue, at: size - 1)
    else { return false }
    return last != end
  }

  /// Takes back the last bytes that were written; unless somebody else has written behind them.
  static func cut(_ descriptor: Int32, by count: Int) {
    guard count > 0, let size = size(of: descriptor), System.place(of: descriptor) == size, size >= count
    else {
      return
    }
    // Where that fails, whoever appends next begins a line.
    guard (try? System.truncate(descriptor, to: size - count)) != nil else { return }
    System.setPlace(of: descriptor, to: size - count)
  }

  /// Goes back to the end where the file has become shorter meanwhile, as logrotate(8) with copytruncate empties one: what
  /// is written would stand behind a hole of NULs as long as what was there before.
  static func follow(_ descriptor: Int32) {
    guard let size = size(of: descriptor), let place = System.place(of: descriptor), place > size else {
      return
    }
    System.setPlace(of: descriptor, to: size)
  }

  private static func isAtEnd(_ descriptor: Int32, _ size: Int) -> Bool {
    System.appends(descriptor) || System.place(of: descriptor) == size
  }

  /// The size of a regular file.
  private static func size(of descriptor: Int32) -> Int? {
    guard let status = try? System.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }
}
