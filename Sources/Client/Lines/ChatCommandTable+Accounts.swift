/// The commands about accounts.
extension ChatCommand {
  static let accounts = [
    ChatCommand(
      "login", [], "NAME [PASSWORD]", "use an account of the server",
      more: ["Without PASSWORD it is asked for, and not shown.", "It never goes out unencrypted."],
      example: "/login alice", completing: [.nothing]
    ) {
      let account = $0.word() ?? []
      let password = $0.rest()
      return .needing(account, "an account's name", $1) {
        .login(account: $0, password: password.isEmpty ? nil : password)
      }
    },
    ChatCommand(
      "register", [], "[NAME] [EMAIL] [PASSWORD]", "make an account of your name, or NAME",
      more: [
        "* stands for your own name, or for no address. Without PASSWORD it is asked",
        "for, twice, and not shown. It never goes out unencrypted.",
      ],
      example: "/register alice alice@example.org", completing: [.nothing]
    ) { arguments, _ in
      let account = arguments.word() ?? Array("*".utf8)
      let address = arguments.address() ?? Array("*".utf8)
      let password = arguments.rest()
      return .register(account: account, address: address, password: password.isEmpty ? nil : password)
    },
    ChatCommand(
      "passwd", [], "[OLD] [NEW]", "change the password of your account",
      more: [
        "A login over the server's socket sets the first one without OLD. What is",
        "missing is asked for, and not shown.",
      ],
      example: "/passwd", completing: [.nothing]
    ) { arguments, _ in
      let first = arguments.word()
      let second = arguments.word()
      return .passwd(old: second == nil ? nil : first, new: second ?? first)
    },
    ChatCommand(
      "verify", [], "NAME CODE", "finish /register, by the code in the mail",
      example: "/verify alice 8f3k2", completing: [.nothing]
    ) {
      let account = $0.word() ?? []
      let code = $0.word() ?? []
      return .needing(code, "the account's name, or the code,", $1) { .verify(account: account, code: $0) }
    },
  ]
}

extension ChatArguments {
  /// The next word if it stands for a mail address, else nil, and it stays: it is the password.
  fileprivate mutating func address() -> [UInt8]? {
    let before = self
    if let word = word(), ChatLine.isAddress(String(decoding: word, as: UTF8.self)) { return word }
    self = before
    return nil
  }
}
