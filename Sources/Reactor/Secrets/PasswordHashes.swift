import CIdn
import COpenSSL

/// SHA-256, HMAC and PBKDF2, by OpenSSL's libcrypto, which is loaded when they are first wanted. From any thread.
public struct PasswordHashes: Sendable {
  /// The length of each.
  private static let length = 32

  private let library: ccrypto_library

  /// Nil where the library is not there.
  public init?() {
    guard let library = PasswordHashes.loaded else { return nil }
    self.library = library
  }

  /// What the library is called, for who misses it.
  public static let libraryName = "libcrypto.so.3 (OpenSSL 3)"

  private static let loaded: ccrypto_library? = {
    var library = ccrypto_library()
    return ccrypto_load(&library) == 0 ? nil : library
  }()

  /// SHA-256.
  public func digest(_ bytes: [UInt8]) -> [UInt8] {
    hash { ccrypto_sha256($0, bytes, bytes.count, $1) }
  }

  /// HMAC-SHA-256 of a text under a key.
  public func code(_ text: [UInt8], key: [UInt8]) -> [UInt8] {
    hash { ccrypto_hmac_sha256($0, key, key.count, text, text.count, $1) }
  }

  /// PBKDF2 with HMAC-SHA-256. Traps where there are less than one iteration.
  public func stretch(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
    hash {
      ccrypto_pbkdf2_sha256($0, password, password.count, salt, salt.count, Int32(iterations), $1)
    }
  }

  /// Has a hash written. The library fails only where there is no memory, or a length is none.
  private func hash(
    _ body: (UnsafePointer<ccrypto_library>, UnsafeMutablePointer<UInt8>?) -> Int32
  ) -> [UInt8] {
    withUnsafePointer(to: library) { library in
      [UInt8](unsafeUninitializedCapacity: PasswordHashes.length) { room, count in
        precondition(body(library, room.baseAddress) == 1, "libcrypto could not hash")
        count = PasswordHashes.length
      }
    }
  }
}

/// Passwords as SASL compares them (RFC 4013).
public enum PasswordForm {
  /// The form of a password; nil where it holds what no password may: controls, or characters that are nobody's.
  public static func prepared(_ password: [UInt8]) -> [UInt8]? {
    // ASCII is its own form.
    if password.allSatisfy({ (0x20...0x7E).contains($0) }) { return password }
    if password.contains(0) { return nil }
    // The compatible forms of a character are longer, but not more often than so.
    let room = password.count * 18 + 1
    var text = password.map { CChar(bitPattern: $0) } + [CChar](repeating: 0, count: room - password.count)
    guard cidn_saslprep(&text, room) == 0 else { return nil }
    return text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}
