import Testing

@testable import Wire

@Suite("A client asks to come over WebSocket")
struct UpgradeRequestTests {
  private static let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  private static let usual = [
    "GET /chat HTTP/1.1", "Host: example.org", "Upgrade: websocket", "Connection: keep-alive, Upgrade", key,
    "Sec-WebSocket-Version: 13",
  ]

  private static func text(_ lines: [String]) -> [UInt8] {
    Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
  }

  /// What becomes of a request that comes in pieces, and what of the last was read.
  private func outcome(
    _ pieces: [[UInt8]], from origins: [String] = []
  ) -> (answer: Result<UpgradeAnswer, UpgradeRefusal>?, rest: [UInt8]) {
    var reader = UpgradeRequestReader()
    for (index, piece) in pieces.enumerated() {
      var place = 0
      let outcome = reader.read(piece.span, at: &place)
      let rest = Array(piece[place...]) + pieces[(index + 1)...].joined()
      switch outcome {
      case .incomplete: continue
      case .refused(let refusal): return (.failure(refusal), rest)
      case .whole(let request):
        do throws(UpgradeRefusal) {
          return (.success(try UpgradeAnswer(to: request, from: .init(origins))), rest)
        } catch {
          return (.failure(error), rest)
        }
      }
    }
    return (nil, [])
  }

  private func refusal(_ bytes: [UInt8], from origins: [String] = []) -> UpgradeRefusal? {
    guard case .failure(let refusal) = outcome([bytes], from: origins).answer else { return nil }
    return refusal
  }

  @Test("the RFC's own key is answered by its own proof")
  func sample() throws {
    let answer = try #require(outcome([Self.text(Self.usual)]).answer).get()
    let said = String(decoding: answer.answer, as: UTF8.self)
    #expect(said.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n") && said.hasSuffix("\r\n\r\n"))
    #expect(said.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    #expect(!said.contains("Sec-WebSocket-Protocol") && answer.kind == .text)
  }

  @Test("SHA-1 of what RFC 3174 and FIPS 180 give")
  func digests() {
    let samples = [
      ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
      (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
      (
        String(repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
        "dea356a2cddd90c7a7ecedc5ebb563934f460452"
      ),
    ]
    for (text, wanted) in samples {
      let digest = SHA1.digest(Array(text.utf8)).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }
      #expect(digest.joined() == wanted)
    }
  }

  @Test("it comes to the same wherever the stream is cut, and what follows is left")
  func everySplit() throws {
    let follows: [UInt8] = [0x81, 0x80, 0, 0, 0, 0]
    let lines = Self.usual + ["Sec-WebSocket-Protocol: other, binary.ircv3.net, text.ircv3.net"]
    let stream = Self.text(lines) + follows
    let whole = outcome([stream])
    let answer = try #require(whole.answer).get()
    #expect(answer.kind == .binary && whole.rest == follows)
    #expect(
      String(decoding: answer.answer, as: UTF8.self).contains(
        "\r\nSec-WebSocket-Protocol: binary.ircv3.net\r\n"))
    for split in 0...stream.count {
      let cut = outcome([Array(stream[..<split]), Array(stream[split...])])
      #expect(cut.answer == whole.answer && cut.rest == follows, "split at \(split)")
    }
    #expect(outcome(stream.map { [$0] }).answer == whole.answer)
  }

  @Test("it is refused for what is wrong with it")
  func refusals() {
    func without(_ name: String, _ more: String...) -> [UInt8] {
      Self.text(Self.usual.filter { !$0.hasPrefix(name) } + more)
    }
    let cases: [([UInt8], UpgradeRefusal?)] = [
      (Self.text(Self.usual), nil),
      (Self.text(["GET / HTTP/1.1", "Host: x"]), .noUpgrade),
      (Self.text(["POST / HTTP/1.1", "Host: x"]), .otherMethod),
      (without("Upgrade", "Upgrade: h2c"), .noUpgrade),
      (without("Upgrade", "upgrade:\tWebSocket "), nil),
      (without("Connection"), .malformed),
      (without("Sec-WebSocket-Key"), .malformed),
      (without("Sec-WebSocket-Key", "Sec-WebSocket-Key: c2hvcnQ="), .malformed),
      (without("nothing", Self.key), .malformed),
      (without("Sec-WebSocket-Version"), .otherVersion),
      (without("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8"), .otherVersion),
      (without("GET", "x: y"), .notHTTP),
      (without("nothing", "no colon"), .malformed),
      (without("nothing", "a blank: x"), .malformed),
      (without("nothing", ": x"), .malformed),
      (without("nothing", "a: \u{1}"), .malformed),
      (Self.text(["GET / HTTP/1.0"] + Self.usual.dropFirst()), .malformed),
      (Array("NICK alice\r\n".utf8), .notHTTP),
      (Array("\r\n".utf8), .notHTTP),
      ([0x16, 0x03, 0x01], .notHTTP),
      (Array("GET /".utf8) + [UInt8](repeating: 0x61, count: 9000), .notHTTP),
      (Self.text(["GET / HTTP/1.1", "a: " + String(repeating: "b", count: 8200)]), .tooLarge),
      (Self.text(["GET / HTTP/1.1"] + (0..<64).map { "a: \($0)" }), .noUpgrade),
      (Self.text(["GET / HTTP/1.1"] + (0..<65).map { "a: \($0)" }), .tooLarge),
    ]
    for (bytes, wanted) in cases {
      #expect(refusal(bytes) == wanted, "\(String(decoding: bytes.prefix(200), as: UTF8.self))")
      #expect(outcome([bytes]).answer != nil)
    }
    #expect(outcome([Array(Self.text(Self.usual).dropLast())]).answer == nil)
  }

  @Test("pages may come from the origins that are listed alone")
  func origins() {
    let cases: [(said: String, listed: [String], isIn: Bool)] = [
      ("https://example.org", [], false), ("null", [], false),
      ("https://example.org", ["https://example.org"], true),
      ("https://example.org", ["null", "HTTPS://Example.org/"], true),
      ("http://example.org", ["https://example.org"], false),
      ("https://example.org:8443", ["https://example.org"], false),
      ("https://example.org.evil.example", ["https://example.org"], false),
      ("null", ["https://example.org"], false), ("null", ["null"], true), ("", ["null"], false),
      ("https://any.example", ["*"], true),
    ]
    for (said, listed, isIn) in cases {
      let bytes = Self.text(Self.usual + ["Origin: \(said)"])
      #expect(refusal(bytes, from: listed) == (isIn ? nil : .origin(said)), "\(said) of \(listed)")
    }
    #expect(refusal(Self.text(Self.usual), from: ["https://example.org"]) == nil)
    let two = Self.text(Self.usual + ["Origin: https://a.example", "Origin: https://b.example"])
    #expect(
      refusal(two, from: ["https://a.example", "https://b.example"])
        == .origin("https://a.example, https://b.example"))
  }

  @Test("a refusal is one line that a person can read, behind a head that a browser can")
  func answers() {
    let refusals: [(UpgradeRefusal, String)] = [
      (.otherMethod, "405 "), (.noUpgrade, "426 "), (.otherVersion, "426 "), (.malformed, "400 "),
      (.tooLarge, "431 "), (.origin("https://evil.example"), "403 "),
    ]
    for (refusal, status) in refusals {
      let parts = String(decoding: refusal.answer, as: UTF8.self).components(separatedBy: "\r\n\r\n")
      #expect(parts.count == 2 && parts[0].hasPrefix("HTTP/1.1 \(status)"))
      #expect(parts[0].contains("\r\nContent-Length: \(parts[1].utf8.count)"))
      #expect(parts[1].hasSuffix("\n") && parts[1].dropLast().allSatisfy { $0 != "\n" })
    }
    #expect(String(decoding: UpgradeRefusal.notHTTP.answer, as: UTF8.self).hasPrefix("ERROR :"))
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
