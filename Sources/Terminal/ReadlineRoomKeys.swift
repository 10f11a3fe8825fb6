import CReadline

/// The keys that choose a room: C-x and a digit, or an arrow. Readline leaves them free, and a person's own settings go
/// before.
extension Readline {
  static func bindRoomKeys() {
    for digit in 1...9 { bind("\\C-x\(digit)") { _, key in Readline.choose(.number(Int(key) - 0x30)) } }
    // Terminals send arrows in two ways.
    for prefix in ["\\e[", "\\eO"] {
      for next in ["C", "B"] { bind("\\C-x\(prefix)\(next)") { _, _ in Readline.choose(.step(1)) } }
      for last in ["D", "A"] { bind("\\C-x\(prefix)\(last)") { _, _ in Readline.choose(.step(-1)) } }
    }
  }

  private static func bind(
    _ keys: String, to function: @escaping @convention(c) (Int32, Int32) -> Int32
  ) {
    creadline_bind_where_free(keys, function)
  }

  private static func choose(_ choice: RoomChoice) -> Int32 {
    typed.append(.room(choice))
    return 0
  }
}
