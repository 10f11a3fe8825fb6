import Testing

/// Certificates of every kind, made by openssl's own tool, once for all tests.
struct Certificates {
  /// The folder that they are in, each as NAME.pem and NAME.key.
  private let folder: TemporaryFolder

  private static let shared = Result { try Certificates() }

  /// The path of the certificate of that name: `ca`, or one by it, `good` (localhost, 127.0.0.1 and ::1), `good2`,
  /// `expired`, `early`, `other` (for another host), `client`, `any` (for 0.0.0.0); or `self`, by itself.
  static func file(_ name: String) throws -> String { try shared.get().folder.file(name + ".pem") }

  /// The path of the key of the certificate of that name; `locked` is that of `good` under a password.
  static func key(_ name: String) throws -> String { try shared.get().folder.file(name + ".key") }

  /// The options by which `serve` shows a certificate.
  static func options(_ name: String = "good") throws -> [String] {
    ["--tls-cert", try file(name), "--tls-key", try key(name), "--tls-port", "0"]
  }

  /// The SHA-256 of a certificate as openssl prints it.
  static func fingerprint(ofFile path: String) throws -> String {
    let result = try ChildProcess(
      [Programs.find("openssl"), "x509", "-in", path, "-noout", "-fingerprint", "-sha256"], environment: [:]
    ).finish()
    guard let sign = result.output.firstIndex(of: "=") else { throw HarnessError("openssl: \(result)") }
    return String(result.output[result.output.index(after: sign)...].prefix { $0 != "\n" })
  }

  private init() throws {
    folder = try TemporaryFolder()
    let script = """
      set -e
      cd "$0"
      : >index.txt
      cat >ca.cnf <<'END'
      [ca]
      default_ca = d
      [d]
      new_certs_dir = .
      database = index.txt
      rand_serial = yes
      certificate = ca.pem
      private_key = ca.key
      default_md = sha256
      policy = p
      unique_subject = no
      [p]
      commonName = supplied
      [req]
      distinguished_name = n
      [n]
      END
      key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config ca.cnf'
      openssl req -x509 $key -days 2 -subj /CN=authority -addext basicConstraints=critical,CA:TRUE \
        -keyout ca.key -out ca.pem
      openssl req -x509 $key -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout self.key -out self.pem
      make() {
        openssl req -new $key -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
        echo "subjectAltName = $2" >"$1.ext"
        openssl ca -batch -config ca.cnf -in "$1.csr" -out "$1.pem" -notext -extfile "$1.ext" \
          -startdate "$3" -enddate "$4"
      }
      here=DNS:localhost,IP:127.0.0.1,IP:::1
      make any IP:0.0.0.0 20200101000000Z 20900101000000Z
      make good $here 20200101000000Z 20900101000000Z
      make good2 $here 20200101000000Z 20900101000000Z
      make expired $here 20200101000000Z 20210203000000Z
      make early $here 20800101000000Z 20900101000000Z
      make other DNS:other.example 20200101000000Z 20900101000000Z
      make client DNS:alice 20200101000000Z 20900101000000Z
      openssl pkey -in good.key -aes128 -passout pass:secret -out locked.key
      """
    let result = try ChildProcess(
      ["/bin/sh", "-c", script, folder.path], environment: ["PATH": Programs.searchPath]
    ).finish()
    if result.status != 0 { throw HarnessError("openssl: \(result.errors)") }
  }
}

/// A TLS client or server that is openssl's own, with pipes as its ends.
extension ChatServer {
  /// The port where TLS is spoken, as the start line says it.
  var tlsPort: UInt16 {
    get throws {
      for entry in startLine.split(separator: " ") where entry.hasPrefix("127.0.0.1:") {
        guard let place = startLine.firstRange(of: "\(entry) with TLS"), !place.isEmpty else { continue }
        return UInt16(entry.dropFirst("127.0.0.1:".count)) ?? 0
      }
      throw HarnessError("no port for TLS in: \(startLine)")
    }
  }

  /// Whether somebody is known to have come by TLS.
  func isSafe(_ name: String) throws -> Bool {
    let watcher = try connect(as: "watcher")
    defer { watcher.hangUp() }
    try watcher.send("WHOIS \(name)")
    return try watcher.messagesUntilNow().contains { $0.verb == "671" }
  }

  /// openssl's client at the port for TLS.
  func tlsClient(_ options: String...) throws -> ChildProcess {
    try start(
      [Programs.find("openssl"), "s_client", "-connect", "127.0.0.1:\(tlsPort)", "-quiet"] + options)
  }
}
