import Client
import Reactor
import Wire

extension LoginMeans {
  /// What this process has: hashes by OpenSSL, which is loaded when an account is used, and chance.
  static var ofSystem: LoginMeans {
    var means = LoginMeans()
    means.nonce = Base64.encode((0..<18).map { _ in .random(in: .min ... .max) })
    means.hashes = {
      guard let hashes = PasswordHashes() else { return nil }
      return ScramHashes(
        digest: { hashes.digest($0) }, code: { hashes.code($0, key: $1) },
        // What cannot be prepared is no password anywhere, which the server will say.
        stretch: { hashes.stretch(PasswordForm.prepared($0) ?? $0, salt: $1, iterations: $2) })
    }
    return means
  }
}
