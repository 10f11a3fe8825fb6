/// A user of this machine, as its user database tells (passwd(5), or a directory service).
public struct Login: Equatable, Sendable {
  /// The login name.
  public let name: String
  /// The user's number.
  public let uid: UInt32

  /// A user of that name and number.
  public init(name: String, uid: UInt32) {
    self.name = name
    self.uid = uid
  }

  /// Whether it is a person's: root's, or one from 1000 on. The others are the system's own, and 65534 is what the
  /// kernel shows for users that it cannot name.
  var isPerson: Bool { uid == 0 || uid >= 1000 && uid != 65_534 }
}

extension Login {
  /// The user of that number, or nil where there is none. May ask a directory service, and then wait for it.
  ///
  /// - Throws: Where the user database cannot be asked.
  static func of(uid: UInt32) throws(SystemError) -> Login? {
    try System.login(ofUID: uid)
  }

  /// The user who logs in under that name, or nil where there is none. May ask a directory service, and then wait for
  /// it.
  ///
  /// - Throws: Where the user database cannot be asked.
  static func of(name: String) throws(SystemError) -> Login? {
    try System.login(ofName: name)
  }
}

extension Login {
  /// The login names to which a chat name may belong, whether or not they exist, the likeliest first: the chat name
  /// itself and its lower case, both also with `.` for a `-`. A chat name holds no `.`, so that of a login has a `-`
  /// there.
  static func names(for chatName: String) -> [String] {
    let lower = String(decoding: chatName.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    let spellings = lower == chatName ? [chatName] : [chatName, lower]
    return spellings.flatMap(withDots)
  }

  /// How many hyphens are looked at one by one: each doubles the number of names. Where there are more, all of them
  /// stand for the same.
  private static let mostHyphens = 3

  private static func withDots(_ name: String) -> [String] {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    if parts.count - 1 > mostHyphens { return [name, parts.joined(separator: ".")] }
    return parts.dropFirst().reduce([parts[0]]) { spellings, part in
      spellings.flatMap { ["\($0)-\(part)", "\($0).\(part)"] }
    }
  }
}
