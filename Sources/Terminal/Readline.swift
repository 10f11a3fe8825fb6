import CReadline
import Glibc

/// GNU readline in callback mode: it edits a line as its users are used to, and draws nothing. At the end of a turn
/// ``line`` gives what is to be drawn.
///
/// Its state is the process's: there is one terminal. All calls come from the loop's thread.
enum Readline {
  /// What a person did.
  enum Typed: Equatable {
    /// Entered a line, which may hold newlines that were pasted.
    case line([UInt8])
    /// Put a line aside for later (readline's `insert-comment`).
    case aside([UInt8])
    /// Wants lines to go to another room.
    case room(RoomChoice)
    /// Wants to edit the line in an editor.
    case edit
    /// C-d on an empty line.
    case end
    /// The terminal has gone away.
    case gone
  }

  /// Which room is wanted.
  enum RoomChoice: Equatable {
    /// The one of that number in the order of joining, from 1.
    case number(Int)
    /// So many further on in that order, or back.
    case step(Int)
  }

  nonisolated(unsafe) static var typed: [Typed] = []
  /// Whether a block of several lines has been pasted that nobody has asked about.
  nonisolated(unsafe) static var hasPasted = false
  /// Whether what is to be drawn may have changed.
  nonisolated(unsafe) static var isStale = true
  /// Whether what is entered now is another thing than a line of chat.
  nonisolated(unsafe) static var takesOneLine = false
  /// Whether keys that were read wait until the client has dealt with what was entered.
  nonisolated(unsafe) static var holdsKeys = false
  nonisolated(unsafe) private static var isStarted = false

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - output: What readline has to say to the terminal beside the line.
  ///   - flush: Shows what there is to show. Called before readline waits for a key of its own accord.
  static func start(output: ReadlineOutput, flush: @escaping () -> Void) {
    useUTF8()
    beforeReading = flush
    creadline_leave_process_alone()
    creadline_set_streams(output.stream, strdup("chatnet"))
    if isatty(STDERR_FILENO) == 1 { creadline_keep_errors(output.stream) }
    // Half a second is long for those who wait to read; a person's own setting goes before.
    rl_variable_bind("keyseq-timeout", "100")
    rl_initialize()
    // Not before: readline asks for no terminal's abilities where it is not to draw.
    creadline_set_redisplay { Readline.isStale = true }
    creadline_set_keys({ _ in Readline.nextKey() }, { Readline.waitForKey() ? 1 : 0 })
    bindKeys()
    setVariables()
    installHandler()
    creadline_own_terminal()
    isStarted = true
  }

  private static func bindKeys() {
    creadline_rebind_everywhere(rl_newline) { _, key in
      Readline.accept(key: key)
      return 0
    }
    creadline_rebind_everywhere(rl_insert_comment) { _, _ in
      Readline.typed.append(.aside(Readline.line.text))
      Readline.setLine()
      return 0
    }
    bindRoomKeys()
    bindFurtherKeys()
    creadline_rebind_everywhere(rl_bracketed_paste_begin) { _, _ in
      Readline.keys.beginPaste()
      return 0
    }
  }

  private static func setVariables() {
    // Its question "--More--" would wait for a key, and the server with it.
    rl_variable_bind("page-completions", "off")
    // Readline waits while it blinks.
    rl_variable_bind("blink-matching-paren", "off")
    // Readline rings on standard error.
    if isatty(STDERR_FILENO) == 0 { rl_variable_bind("bell-style", "none") }
  }

  private static func installHandler() {
    rl_callback_handler_install("") { line in
      guard let line else {
        rl_callback_handler_remove()
        return Readline.typed.append(.end)
      }
      // A key of readline's own (C-o) entered this line. The client's keys leave an empty one.
      if line.pointee != 0 { Readline.typed.append(.line(Array(String(cString: line).utf8))) }
      free(line)
    }
  }

  /// Goes on after C-d was not meant to end everything.
  static func goOn() { installHandler() }

  // MARK: The line

  /// What has been typed and where the cursor stands in it.
  static var line: (text: [UInt8], point: Int) {
    let count = Int(creadline_line_length())
    let text = Array(UnsafeRawBufferPointer(start: creadline_line(), count: count))
    return (text, min(Int(creadline_point()), count))
  }

  /// What stands in the place of the prompt now: a search in the history, the digits of an argument.
  static var message: [UInt8]? {
    creadline_message().map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }

  /// What stands before the prompt by the person's own setting (`show-mode-in-prompt`).
  static var mode: [UInt8] {
    guard variable("show-mode-in-prompt") == "on" else { return [] }
    let name = creadline_is_vi() == 0 ? "emacs" : creadline_is_command_mode() == 0 ? "vi-ins" : "vi-cmd"
    return Array(variable("\(name)-mode-string").utf8)
  }

  private static func variable(_ name: String) -> String {
    rl_variable_value(name).map { String(cString: $0) } ?? ""
  }

  /// Whether something has been typed, or the history is being searched.
  static var isEditing: Bool {
    creadline_line_length() > 0 || creadline_is_searching() != 0 || keys.isPasting
  }

  /// Whether the history is being searched.
  static var isSearching: Bool { creadline_is_searching() != 0 }

  /// Puts another line in the place of what has been typed, and forgets what was begun.
  static func setLine(_ text: [UInt8] = [], point: Int = 0) {
    rl_callback_sigcleanup()
    rl_free_line_state()
    creadline_leave_history()
    text.withCString { rl_replace_line($0, 1) }
    creadline_set_point(Int32(clamping: point))
    isStale = true
  }

  /// Adds text where the cursor stands; it is one step for undoing.
  static func insert(_ text: [UInt8]) {
    text.withCString { _ = rl_insert_text($0) }
    isStale = true
  }

  // MARK: The terminal

  /// How many columns and rows there are, as far as is known, or asked anew.
  static func screenSize(anew: Bool = false) -> ScreenSize {
    if anew { rl_resize_terminal() }
    var rows: Int32 = 0
    var columns: Int32 = 0
    rl_get_screen_size(&rows, &columns)
    return ScreenSize(columns: max(1, Int(columns)), rows: max(1, Int(rows)))
  }

  /// Whether the terminal understands ECMA-48 and can go back to rows above, as all but the dumbest can.
  static var canMoveUp: Bool {
    guard rl_get_termcap("up") != nil, let clear = rl_get_termcap("ce") else { return false }
    return String(cString: clear).hasPrefix("\u{1B}[K")
  }

  /// Gives the terminal back for a while.
  static func suspend() { creadline_restore_terminal() }

  /// Takes the terminal again, whatever has become of its mode.
  static func resume() {
    creadline_restore_terminal()
    creadline_prepare_terminal()
  }

  /// Gives the terminal back for good.
  static func stop() {
    guard isStarted else { return }
    isStarted = false
    creadline_restore_terminal()
    rl_callback_handler_remove()
  }

  // MARK: Inside

  nonisolated(unsafe) static var beforeReading: () -> Void = {}
  nonisolated(unsafe) static var keys = KeyQueue()

  /// Enter: the line goes without a trace, for the server's echo will print it.
  private static func accept(key: Int32) {
    typed.append(.line(line.text))
    // Deleted as if by hand: so readline knows how to restore a line of the history that was edited.
    rl_delete_text(0, creadline_line_length())
    creadline_set_point(0)
    creadline_accept_empty(key)
  }

  /// Chat is UTF-8, and readline measures and moves by the locale's characters.
  private static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if let codeset = nl_langinfo(nl_item(CODESET)), String(cString: codeset) == "UTF-8" { return }
    setenv("LC_ALL", "C.UTF-8", 1)
    setlocale(LC_CTYPE, "")
  }
}

extension [UInt8] {
  /// Calls with the bytes as C has a string.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (self + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        guard let text = text.baseAddress else { preconditionFailure("a buffer with a NUL is not empty") }
        return body(text)
      }
    }
  }
}
