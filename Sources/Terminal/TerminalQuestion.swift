import Client

/// What is being asked at the prompt, in the place of a line of chat.
enum TerminalQuestion: Equatable {
  /// Another name, after one was refused.
  case name
  /// What the client wants to know.
  case inquiry(Inquiry)

  /// What stands before the answer.
  var prompt: String {
    switch self {
    case .name: "name: "
    case .inquiry(.password(let account)): "password of \(Escaping.visible(account, as: .name)): "
    case .inquiry(.serverPassword): "the server's password: "
    case .inquiry(.newPassword(let account, let isRepeated)):
      "new password of \(Escaping.visible(account, as: .name))\(isRepeated ? ", once more" : ""): "
    case .inquiry(.sendsOld(let lines, let seconds)):
      "send the \(TerminalQuestion.lines(lines)) that you typed \(TerminalQuestion.ago(seconds))? (y/n) "
    }
  }

  /// Whether nothing is to be seen of the answer.
  var isSecret: Bool {
    switch self {
    case .inquiry(.password), .inquiry(.newPassword), .inquiry(.serverPassword): true
    case .name, .inquiry(.sendsOld): false
    }
  }

  /// What the client is told when that has been entered; nil where it is no answer, and the question stays.
  func input(for text: [UInt8]) -> PersonInput? {
    switch self {
    case .name:
      let blanks: [UInt8] = [0x20, 0x09]
      let name = Array(text.drop(while: blanks.contains).reversed().drop(while: blanks.contains).reversed())
      if name.isEmpty { return nil }
      return TerminalQuestion.waysOut.contains(String(decoding: name, as: UTF8.self)) ? .end : .name(name)
    case .inquiry(.password), .inquiry(.newPassword), .inquiry(.serverPassword): return .answer(text)
    case .inquiry(.sendsOld):
      switch String(decoding: text, as: UTF8.self).lowercased() {
      case "y", "yes": return .answer([UInt8(ascii: "y")])
      case "n", "no": return .answer([UInt8(ascii: "n")])
      default: return nil
      }
    }
  }

  /// What leaves instead of giving a name.
  private static let waysOut = ["exit", "/exit", "/quit", "!logout", "server:exit"]

  /// What is said before another name is asked for.
  static let nameRules =
    #"a name: up to 32 letters, digits and _-[]{}^|\`; exit or C-d leaves"#

  private static func lines(_ count: Int) -> String { count == 1 ? "line" : "\(count) lines" }

  private static func ago(_ seconds: Int) -> String {
    switch seconds {
    case ..<120: "\(seconds) seconds ago"
    case ..<7200: "\(seconds / 60) minutes ago"
    default: "\(seconds / 3600) hours ago"
    }
  }
}
