import Testing

@testable import Server

@Suite("Addresses, as limits count them")
struct AdmissionAddressTests {
  @Test(
    "are read in every spelling",
    arguments: [
      ("192.0.2.1", 0, 0xFFFF_C000_0201), ("0.0.0.0", 0, 0xFFFF_0000_0000),
      ("::ffff:192.0.2.1", 0, 0xFFFF_C000_0201), ("::FFFF:c000:201", 0, 0xFFFF_C000_0201),
      ("::1", 0, 1), ("::", 0, 0), ("2001:db8::", 0x2001_0DB8_0000_0000, 0),
      ("2001:db8:0:1:2:3:4:5", 0x2001_0DB8_0000_0001, 0x0002_0003_0004_0005),
      ("fe80::1%eth0", 0xFE80 << 48, 1), ("64:ff9b::192.0.2.1", 0x64_FF9B << 32, 0xC000_0201),
    ] as [(String, UInt64, UInt64)])
  func read(text: String, high: UInt64, low: UInt64) {
    #expect(NumericAddress(text) == NumericAddress(high: high, low: low))
  }

  @Test(
    "are none where a part is missing, too long or too many",
    arguments: [
      "", "localhost", "192.0.2", "192.0.2.256", "192.0.2.1.1", "192.0.2.0001", "1.2.3.", "+1.2.3.4", ":",
      ":::",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7::8", "::1.2.3",
      "::1.2.3.4:5",
      "%eth0",
    ])
  func unreadable(text: String) { #expect(NumericAddress(text) == nil) }

  @Test(
    "belong to one place where they are one host's",
    arguments: [
      ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
      ("2001:db8::1", "2001:db8::ffff:2", true), ("2001:db8::1", "2001:db8:0:1::1", false),
      ("::1", "127.0.0.1", false),
    ])
  func places(one: String, other: String, isOne: Bool) throws {
    let blocks = try [one, other].map { AddressBlock(of: try #require(NumericAddress($0))) }
    #expect((blocks[0] == blocks[1]) == isOne)
  }

  @Test(
    "are named as --trust takes them",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:0:1::5", "2001:db8:0:1::/64"),
    ])
  func names(text: String, name: String) throws {
    let address = try #require(NumericAddress(text))
    #expect("\(AddressBlock(of: address))" == name)
    #expect(try #require(AddressRange(name)).contains(address))
  }

  @Test(
    "are of this machine on loopback alone",
    arguments: [
      ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
      ("128.0.0.1", false),
      ("::2", false), ("1::1", false),
    ])
  func loopback(text: String, isLoopback: Bool) {
    #expect(NumericAddress(text)?.isLoopback == isLoopback)
  }

  @Test(
    "are in a range or not",
    arguments: [
      ("10.0.0.0/8", "10.9.8.7", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3/8", "10.0.0.0", true),
      ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false), ("0.0.0.0/0", "8.8.8.8", true),
      ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true),
      ("2001:db8::/32", "2001:db8:ff::1", true),
      ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::1/128", "2001:db8::2", false),
      ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::ffff:10.0.0.0/104", "10.2.3.4", true),
      ("10.0.0.0/31", "10.0.0.1", true), ("10.0.0.0/31", "10.0.0.2", false),
    ])
  func ranges(range: String, address: String, isIn: Bool) throws {
    let (range, address) = (try #require(AddressRange(range)), try #require(NumericAddress(address)))
    #expect(range.contains(address) == isIn)
  }

  @Test(
    "are no range where the length of the prefix is none",
    arguments: [
      "10.0.0.0/33", "::/129", "10.0.0.0/", "/8", "10.0.0.0/-1", "10.0.0.0/8/8", "10/8", "x/8", "",
      "fe80::1%eth0",
      "10.0.0.0/٣",
    ])
  func noRange(text: String) { #expect(AddressRange(text) == nil) }
}
