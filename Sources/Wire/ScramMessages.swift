/// The messages of SCRAM (RFC 5802 §7), read and written. Both ends use them.
public enum Scram {
  /// How long a message may be that is read at all.
  public static let longest = 1_024

  /// All that was said, which both ends prove to have heard.
  public static func talk(
    _ first: ScramClientFirst, _ challenge: ScramServerFirst, _ final: ScramClientFinal
  ) -> [UInt8] {
    first.bare + [comma] + challenge.bytes + [comma] + final.withoutProof
  }

  static let comma = UInt8(ascii: ",")

  /// The value of an attribute, `x=value`; nil where it is another one.
  static func value(_ letter: Character, of part: ArraySlice<UInt8>) -> [UInt8]? {
    guard part.count >= 2, let name = letter.asciiValue, part.first == name,
      part[part.startIndex + 1] == UInt8(ascii: "=")
    else { return nil }
    return Array(part.dropFirst(2))
  }

  /// The parts between commas; none where the message is too long or holds what no message does.
  static func parts(of message: [UInt8]) -> [ArraySlice<UInt8>] {
    guard message.count <= longest, !message.contains(0), Bytes.isUTF8(message.span) else { return [] }
    return message.split(separator: comma, omittingEmptySubsequences: false)
  }

  /// A nonce: printable ASCII but the comma.
  static func isNonce(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != comma }
  }

  /// A name without what would end it.
  static func escaped(_ name: [UInt8]) -> [UInt8] {
    name.flatMap { byte -> [UInt8] in
      switch byte {
      case comma: Array("=2C".utf8)
      case UInt8(ascii: "="): Array("=3D".utf8)
      default: [byte]
      }
    }
  }

  /// The name that was escaped; nil where it is none.
  static func unescaped(_ text: [UInt8]) -> [UInt8]? {
    var name: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        name.append(byte)
        continue
      }
      switch rest.prefix(2) {
      case let code where code.elementsEqual("2C".utf8): name.append(comma)
      case let code where code.elementsEqual("3D".utf8): name.append(byte)
      default: return nil
      }
      rest = rest.dropFirst(2)
    }
    return name.isEmpty ? nil : name
  }
}

/// A client's first message: who it wants to be.
public struct ScramClientFirst: Equatable, Sendable {
  /// What stands before it about channel binding and the identity to act as, with both commas.
  public let header: [UInt8]
  /// Whose rights are wanted; empty for those of the account itself.
  public let authorization: [UInt8]
  /// The account.
  public let name: [UInt8]
  /// What the client has drawn.
  public let nonce: [UInt8]
  /// The message without the header.
  public let bare: [UInt8]

  /// The message of a client that binds no channel.
  public init(name: [UInt8], nonce: [UInt8]) {
    header = Array("n,,".utf8)
    authorization = []
    self.name = name
    self.nonce = nonce
    bare = Array("n=".utf8) + Scram.escaped(name) + Array(",r=".utf8) + nonce
  }

  /// Reads one; nil where it is none, or wants a channel bound.
  public init?(_ message: [UInt8]) {
    let parts = Scram.parts(of: message)
    guard parts.count >= 4, parts[0].elementsEqual("n".utf8) || parts[0].elementsEqual("y".utf8) else {
      return nil
    }
    if parts[1].isEmpty {
      authorization = []
    } else {
      guard let text = Scram.value("a", of: parts[1]), let name = Scram.unescaped(text) else { return nil }
      authorization = name
    }
    guard let text = Scram.value("n", of: parts[2]), let name = Scram.unescaped(text),
      let nonce = Scram.value("r", of: parts[3]), Scram.isNonce(nonce)
    else { return nil }
    header = Array(message[..<parts[2].startIndex])
    bare = Array(message[parts[2].startIndex...])
    self.name = name
    self.nonce = nonce
  }

  /// The message.
  public var bytes: [UInt8] { header + bare }
}

/// A server's first message: how the password is to be hashed.
public struct ScramServerFirst: Equatable, Sendable {
  /// The most iterations that a client may be made to compute: about half a second.
  public static let mostIterations = 1_000_000

  /// The client's nonce with the server's behind it.
  public let nonce: [UInt8]
  /// What is to be mixed into the password.
  public let salt: [UInt8]
  /// How often it is to be hashed.
  public let iterations: Int
  /// The message.
  public let bytes: [UInt8]

  /// A challenge.
  public init(nonce: [UInt8], salt: [UInt8], iterations: Int) {
    self.nonce = nonce
    self.salt = salt
    self.iterations = iterations
    bytes =
      Array("r=".utf8) + nonce + Array(",s=".utf8) + Base64.encode(salt) + Array(",i=\(iterations)".utf8)
  }

  /// Reads one that answers a client's nonce; nil where it is none, or asks for too many iterations.
  public init?(_ message: [UInt8], answering own: [UInt8]) {
    let parts = Scram.parts(of: message)
    guard parts.count >= 3, let nonce = Scram.value("r", of: parts[0]), Scram.isNonce(nonce),
      nonce.starts(with: own), nonce.count > own.count,
      let salt = Scram.value("s", of: parts[1]).flatMap(Base64.decode), !salt.isEmpty,
      let count = Scram.value("i", of: parts[2]).flatMap({ Bytes.decimal($0.span) }),
      (1...ScramServerFirst.mostIterations).contains(count)
    else { return nil }
    self.nonce = nonce
    self.salt = salt
    iterations = count
    bytes = message
  }
}

/// A client's last message: the proof.
public struct ScramClientFinal: Equatable, Sendable {
  /// The client's header again.
  public let header: [UInt8]
  /// Both nonces.
  public let nonce: [UInt8]
  /// What shows that the client has the key.
  public let proof: [UInt8]
  /// The message without the proof.
  public let withoutProof: [UInt8]

  /// A message whose proof is still to be made.
  public init(answering challenge: ScramServerFirst, header: [UInt8]) {
    self.init(header: header, nonce: challenge.nonce, proof: [])
  }

  private init(header: [UInt8], nonce: [UInt8], proof: [UInt8]) {
    self.header = header
    self.nonce = nonce
    self.proof = proof
    withoutProof = Array("c=".utf8) + Base64.encode(header) + Array(",r=".utf8) + nonce
  }

  /// The message with that proof.
  public func proven(by proof: [UInt8]) -> ScramClientFinal {
    ScramClientFinal(header: header, nonce: nonce, proof: proof)
  }

  /// Reads one; nil where it is none.
  public init?(_ message: [UInt8]) {
    let parts = Scram.parts(of: message)
    guard parts.count >= 3, let header = Scram.value("c", of: parts[0]).flatMap(Base64.decode),
      let nonce = Scram.value("r", of: parts[1]), Scram.isNonce(nonce), let last = parts.last,
      let proof = Scram.value("p", of: last).flatMap(Base64.decode)
    else { return nil }
    self.header = header
    self.nonce = nonce
    self.proof = proof
    withoutProof = Array(message[..<(last.startIndex - 1)])
  }

  /// The message.
  public var bytes: [UInt8] { withoutProof + Array(",p=".utf8) + Base64.encode(proof) }
}

/// A server's last message.
public enum ScramServerFinal: Equatable, Sendable {
  /// The proof is right, and this shows that the server knows the account.
  case verified(signature: [UInt8])
  /// It is not, for this reason.
  case refused([UInt8])

  /// Reads one; nil where it is none.
  public init?(_ message: [UInt8]) {
    guard let first = Scram.parts(of: message).first else { return nil }
    if let signature = Scram.value("v", of: first).flatMap(Base64.decode) {
      self = .verified(signature: signature)
    } else if let reason = Scram.value("e", of: first) {
      self = .refused(reason)
    } else {
      return nil
    }
  }

  /// The message.
  public var bytes: [UInt8] {
    switch self {
    case .verified(let signature): Array("v=".utf8) + Base64.encode(signature)
    case .refused(let reason): Array("e=".utf8) + reason
    }
  }
}
