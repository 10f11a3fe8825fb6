import Wire

/// What proving an account takes, beside its name and its password.
public struct LoginMeans: Equatable, Sendable {
  /// Finds the hashes of SCRAM-SHA-256, which may take a moment; nil where they cannot be computed here.
  public var hashes: @Sendable () -> ScramHashes? = { nil }
  /// Random text of this run, of which each exchange makes its own: printable ASCII without commas.
  public var nonce: [UInt8] = []
  /// Whether the server has been shown a certificate.
  public var hasCertificate = false

  /// No hashes and no certificate.
  public init() {}

  /// Whether they are of the same run, whose hashes are the same.
  public static func == (one: LoginMeans, other: LoginMeans) -> Bool {
    one.nonce == other.nonce && one.hasCertificate == other.hasCertificate
  }
}

/// A way to prove an account (SASL).
enum LoginWay: String {
  /// By the certificate that the connection has shown.
  case external = "EXTERNAL"
  /// By showing that the password is known, of which the server learns nothing.
  case scram = "SCRAM-SHA-256"
  /// By the password itself, for which nobody else may be listening.
  case plain = "PLAIN"
}

/// One exchange of SCRAM-SHA-256, seen by the client (RFC 5802 §5).
struct ScramExchange: Equatable, Sendable {
  /// With fewer iterations a proof would be worth little to hide: who has it could try passwords by the million (RFC
  /// 7677).
  private static let leastIterations = 4096

  private let first: ScramClientFirst
  private let password: [UInt8]
  private let hashes: ScramHashes
  /// What the server must say to show that it knows the account, once it has been asked for.
  private var signature: [UInt8]?
  /// Whether it has said so.
  private(set) var isServerProven = false

  init(account: [UInt8], password: [UInt8], nonce: [UInt8], _ hashes: ScramHashes) {
    first = ScramClientFirst(name: account, nonce: nonce)
    self.password = password
    self.hashes = hashes
  }

  /// The first message.
  var opening: [UInt8] { first.bytes }

  /// Takes a message of the server, and gives what is said to it; nil where it is none that belongs there: it does not
  /// know the account, or asks for something that nobody should do.
  mutating func answer(_ message: [UInt8]) -> [UInt8]? {
    if let signature {
      guard case .verified(let shown)? = ScramServerFinal(message), Bytes.equalSteadily(shown, signature)
      else {
        return nil
      }
      isServerProven = true
      return []
    }
    guard let challenge = ScramServerFirst(message, answering: first.nonce),
      challenge.iterations >= ScramExchange.leastIterations
    else { return nil }
    let keys = ScramKeys(
      password: password, salt: challenge.salt, iterations: challenge.iterations, hashes)
    let final = ScramClientFinal(answering: challenge, header: first.header)
    let talk = Scram.talk(first, challenge, final)
    signature = keys.signature(of: talk, hashes)
    return final.proven(by: keys.proof(of: talk, hashes)).bytes
  }
}
