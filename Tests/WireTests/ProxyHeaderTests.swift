import Testing
import Wire

@Suite("A proxy says first where a connection comes from")
struct ProxyHeaderTests {
  private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]

  private static func binary(_ head: [UInt8], _ rest: [UInt8]) -> [UInt8] {
    signature + head + [UInt8(rest.count >> 8), UInt8(rest.count & 0xFF)] + rest
  }

  private static let ports: [UInt8] = [0xDE, 0xAD, 0x1F, 0x90]
  private static let long: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

  /// What a proxy may say, and what it comes to; nil where it is no header.
  private static let headers: [(bytes: [UInt8], header: ProxyHeader?)] = [
    (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n".utf8), .source(host: "192.0.2.1")),
    (Array("PROXY TCP6 2001:db8::1 2001:db8::2 0 65535\r\n".utf8), .source(host: "2001:db8::1")),
    (Array("PROXY UNKNOWN\r\n".utf8), .own),
    (Array("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n".utf8), .own),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\n".utf8), nil),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324\r\n".utf8), nil),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324 65536\r\n".utf8), nil),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.7 056 443\r\n".utf8), nil),
    (Array("PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n".utf8), nil),
    (Array("PROXY TCP6 192.0.2.1 198.51.100.7 1 2\r\n".utf8), nil),
    (Array("PROXY TCP4  198.51.100.7 1 2\r\n".utf8), nil),
    (Array("PROXY UDP4 192.0.2.1 198.51.100.7 1 2\r\n".utf8), nil),
    (Array("PROXY TCP4 \(String(repeating: "1", count: 96))".utf8), nil),
    (Array("NICK alice\r\n".utf8), nil), (Array("PROXX".utf8), nil), ([13, 10, 13, 10, 1], nil),
    ([0x16], nil),
    (binary([0x21, 0x11], [192, 0, 2, 1, 198, 51, 100, 7] + ports), .source(host: "192.0.2.1")),
    // With more behind the addresses, such as what TLS was spoken.
    (
      binary([0x21, 0x11], [192, 0, 2, 1, 198, 51, 100, 7] + ports + [4, 0, 1, 0]), .source(host: "192.0.2.1")
    ),
    (binary([0x21, 0x21], long + long + ports), .source(host: "2001:db8:0:0:0:0:0:1")),
    (binary([0x20, 0x00], []), .own), (binary([0x20, 0x11], [1, 2]), .own), (binary([0x21, 0x00], []), .own),
    (binary([0x21, 0x31], [UInt8](repeating: 0, count: 216)), .own),
    (binary([0x21, 0x11], [192, 0, 2, 1]), nil), (binary([0x21, 0x21], long), nil),
    (binary([0x22, 0x11], [192, 0, 2, 1, 198, 51, 100, 7] + ports), nil),
    (binary([0x11, 0x11], [192, 0, 2, 1, 198, 51, 100, 7] + ports), nil),
    (signature + [0x21, 0x11, 0x10, 0x01], nil),
  ]

  /// Reads what comes in pieces as a socket is read, and gives how much was read.
  private func read(_ pieces: [ArraySlice<UInt8>]) -> (ProxyHeaderReader.Outcome, count: Int) {
    var reader = ProxyHeaderReader()
    var count = 0
    for piece in pieces {
      var rest = piece
      while !rest.isEmpty {
        let part = Array(rest.prefix(reader.wanted))
        rest = rest.dropFirst(part.count)
        count += part.count
        let outcome = reader.take(part.span)
        if outcome != .incomplete { return (outcome, count) }
      }
    }
    return (.incomplete, count)
  }

  @Test(
    "it comes to the same wherever it is cut, and not a byte behind it is read", arguments: headers.indices)
  func everySplit(index: Int) {
    let (bytes, header) = Self.headers[index]
    let stream = bytes + Array("NICK a\r\n".utf8)
    for split in 0...bytes.count {
      let (outcome, count) = read([stream[..<split], stream[split...]])
      #expect(outcome == header.map { .whole($0) } ?? .malformed, "split at \(split)")
      if header != nil { #expect(count == bytes.count, "split at \(split)") }
    }
  }

  @Test("it waits for the rest, and knows how one begins")
  func unfinished() {
    for (bytes, header) in Self.headers where header != nil {
      for end in 0..<bytes.count { #expect(read([bytes[..<end]]).0 == .incomplete) }
      #expect(ProxyHeaderReader.isHeader(bytes[...]))
    }
    #expect(!ProxyHeaderReader.isHeader(Array("PROXYNICK\r\n".utf8)[...]))
  }
}
