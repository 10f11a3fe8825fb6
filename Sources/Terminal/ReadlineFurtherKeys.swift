import CReadline

/// Further keys: a newline in the line that is being typed, the editor, and what the terminal tells of being looked at.
extension Readline {
  /// Whether the person looks at the terminal, as far as that tells; nil: it does not.
  nonisolated(unsafe) static var isLookedAt: Bool?

  static func bindFurtherKeys() {
    // Readline would go to its vi mode.
    creadline_bind_meta_enter { _, _ in
      if !Readline.takesOneLine { Readline.insert([0x0A]) }
      return 0
    }
    creadline_bind_where_free("\\C-x\\C-e") { _, _ in
      Readline.typed.append(.edit)
      return 0
    }
    creadline_bind_where_free("\\e[I") { _, _ in
      Readline.isLookedAt = true
      return 0
    }
    creadline_bind_where_free("\\e[O") { _, _ in
      Readline.isLookedAt = false
      return 0
    }
  }
}
