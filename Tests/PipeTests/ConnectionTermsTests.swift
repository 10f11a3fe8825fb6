import Client
import Glibc
import Reactor
import Testing

@testable import Pipe

@Suite("On what terms connections are made")
struct ConnectionTermsTests {
  /// Why nothing may be said on a connection that leads who knows where.
  private func breach(to address: String, saysPassword: Bool) throws -> Failure? {
    var numbers: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &numbers) == 0)
    defer { close(numbers[1]) }
    var terms = ConnectionTerms()
    terms.saysPassword = saysPassword
    return terms.breach(
      by: ByteStream(over: FileDescriptor(owning: numbers[0])), to: try ServerAddress(address))
  }

  @Test(
    "a password goes to another machine by TLS alone",
    arguments: ["irc://irc.example.org", "192.0.2.7:6667", "[2001:db8::1]:1", "chat.example.org"])
  func inTheClear(address: String) throws {
    let failure = try #require(try breach(to: address, saysPassword: true))
    #expect(failure.outcome == .notPermitted)
    #expect(failure.text.hasSuffix("for all to read: connect by TLS (ircs://HOST or --tls)"))
    #expect(try breach(to: address, saysPassword: false) == nil)
  }

  @Test(
    "and to this one in any way",
    arguments: ["ircs://irc.example.org", "unix:/run/x", "localhost:1", "127.0.0.1:1"])
  func safely(address: String) throws {
    #expect(try breach(to: address, saysPassword: true) == nil)
  }
}
