import CReadline
import Glibc

/// GNU readline in callback mode: one line that is being edited, at the bottom of what has been printed.
///
/// Its state is the process's: there is one terminal. All calls come from the loop's thread.
enum Readline {
  /// What a person did.
  enum Typed: Equatable {
    /// Entered a line, which may hold newlines that were pasted.
    case line([UInt8])
    /// C-d on an empty line, or the terminal has gone away.
    case end
  }

  nonisolated(unsafe) private static var typed: [Typed] = []
  nonisolated(unsafe) private static var prompt = ""
  nonisolated(unsafe) private static var isStarted = false

  /// Takes the terminal over and shows an empty line.
  ///
  /// - Parameters:
  ///   - output: Where it draws.
  ///   - flush: Writes what was drawn. Called before readline waits for a key of its own accord.
  static func start(output: ReadlineOutput, flush: @escaping () -> Void) {
    useUTF8()
    self.output = output
    beforeReading = flush
    creadline_leave_process_alone()
    creadline_set_streams(output.stream, strdup("chatnet"))
    rl_initialize()
    creadline_set_key_reader { input in
      if !Readline.hasKey(fileno(input)) { Readline.beforeReading() }
      return creadline_read_key(input)
    }
    creadline_rebind_accept_everywhere { _, key in
      Readline.accept(key: key)
      return 0
    }
    // Its question "--More--" would wait for a key, and the server with it.
    rl_variable_bind("page-completions", "off")
    rl_callback_handler_install(prompt) { line in
      guard let line else {
        rl_callback_handler_remove()
        return Readline.typed.append(.end)
      }
      // A line that was accepted by a key of its own kind (C-o); ours leave an empty one.
      if line.pointee != 0 { Readline.typed.append(.line(Array(String(cString: line).utf8))) }
      free(line)
    }
    creadline_own_terminal()
    isStarted = true
  }

  /// Reads the keys that were pressed, and gives what they amount to.
  static func readKeys(from descriptor: Int32) -> [Typed] {
    typed.removeAll()
    while typed.last != .end, hasKey(descriptor) { rl_callback_read_char() }
    return typed
  }

  /// Prints lines above the prompt; what is being typed stays as it is, a search in the history too.
  static func printAbove(_ lines: [UInt8]) {
    rl_clear_visible_line()
    output?.append(lines)
    rl_on_new_line()
    rl_redisplay()
  }

  /// Shows another prompt. While the history is searched the search's own stands there; gives false then, and
  /// the caller tries again later.
  static func setPrompt(_ text: String) -> Bool {
    if text == prompt { return true }
    if creadline_is_searching() != 0 { return false }
    prompt = text
    rl_clear_visible_line()
    rl_set_prompt(text)
    rl_on_new_line()
    rl_redisplay()
    return true
  }

  /// Whether something has been typed, or the history is being searched.
  static var isEditing: Bool { creadline_line_length() > 0 || creadline_is_searching() != 0 }

  /// Throws away what has been typed.
  static func clearLine() {
    rl_callback_sigcleanup()
    rl_free_line_state()
    rl_clear_visible_line()
    rl_replace_line("", 1)
    creadline_set_point(0)
    rl_on_new_line()
    rl_redisplay()
  }

  /// Fits the line to the terminal's new size.
  static func resize() { rl_resize_terminal() }

  /// Gives the terminal back for a while.
  static func suspend() {
    let point = creadline_point()
    leaveLine()
    creadline_set_point(point)
    creadline_restore_terminal()
  }

  /// Takes the terminal again, whatever has become of its mode, and shows the line as it was.
  static func resume() {
    creadline_restore_terminal()
    creadline_prepare_terminal()
    rl_on_new_line()
    rl_redisplay()
  }

  /// Gives the terminal back for good.
  static func stop() {
    guard isStarted else { return }
    isStarted = false
    leaveLine()
    creadline_restore_terminal()
    rl_callback_handler_remove()
  }

  // MARK: Inside

  nonisolated(unsafe) private static var output: ReadlineOutput?
  nonisolated(unsafe) private static var beforeReading: () -> Void = {}

  /// Enter: the line leaves the screen without a trace, for the server's echo will print it.
  private static func accept(key: Int32) {
    let line = Array(UnsafeRawBufferPointer(start: creadline_line(), count: Int(creadline_line_length())))
    typed.append(.line(line))
    rl_clear_visible_line()
    // Deleted as if by hand: so readline knows how to restore a line of the history that was edited.
    rl_delete_text(0, creadline_line_length())
    creadline_set_point(0)
    creadline_accept_empty(key)
  }

  /// Leaves the screen tidy for what comes next: half a line stays to be read, a bare prompt does not.
  private static func leaveLine() {
    if creadline_line_length() > 0 {
      creadline_set_point(creadline_line_length())
      rl_redisplay()
      rl_crlf()
    } else {
      rl_clear_visible_line()
    }
  }

  private static func hasKey(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  /// Chat is UTF-8, and readline measures and moves by the locale's characters.
  private static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if let codeset = nl_langinfo(nl_item(CODESET)), String(cString: codeset) == "UTF-8" { return }
    setenv("LC_ALL", "C.UTF-8", 1)
    setlocale(LC_CTYPE, "")
  }
}
