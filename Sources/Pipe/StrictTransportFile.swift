import Client
import Reactor

/// The hosts that want to be come to by TLS alone (IRCv3 sts), a line each: the host, the port, and until when, in seconds
/// since 1970. A line that is something else is passed over.
public struct StrictTransportFile: Sendable {
  private struct Entry {
    let host: String
    let port: UInt16
    let until: Int64

    init(host: String, port: UInt16, until: Int64) {
      self.host = host
      self.port = port
      self.until = until
    }

    init?(_ line: [UInt8]) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count == 3, let port = UInt16(words[1]), let until = Int64(words[2]) else { return nil }
      self.init(host: String(words[0]), port: port, until: until)
    }

    var line: String { "\(host) \(port) \(until)\n" }
  }

  /// Where it is.
  public let path: String

  /// The file of that path, which need not be there.
  public init(path: String) {
    self.path = path
  }

  /// The file in the folder for such things; nil where there is none.
  public static var standard: StrictTransportFile? {
    StateFolder.path.map { StrictTransportFile(path: $0 + "/strict_transport") }
  }

  /// Where to go instead of there: by TLS, where the host has asked for that and it still holds.
  public func place(of address: ServerAddress) -> ServerAddress {
    guard case .tcp(let host, _) = address, !address.isPrivate, Path.exists(path),
      let entry = entries().first(where: { $0.host == host.lowercased() }), entry.until > Self.now
    else { return address }
    return .tls(host: host, port: entry.port)
  }

  /// Keeps what a host has said by TLS on that port: for how many seconds it holds, 0 for not at all.
  ///
  /// Nothing is lost where it cannot be kept: the host says it again.
  public func note(_ host: String, port: UInt16, seconds: Int) {
    let host = host.lowercased()
    if seconds == 0, !Path.exists(path) { return }
    StateFolder.makeFolders(above: path)
    var kept = entries().filter { $0.host != host && $0.until > Self.now }
    if seconds > 0 {
      kept.append(Entry(host: host, port: port, until: Self.now + Int64(clamping: seconds)))
    }
    let file = try? JournalFile(sharedAt: path)
    try? file?.replace(with: Array(kept.map(\.line).joined().utf8))
  }

  private static var now: Int64 { Clock.wallMilliseconds() / 1000 }

  private func entries() -> [Entry] {
    guard let bytes = try? JournalFile(sharedAt: path).contents() else { return [] }
    return bytes.split(separator: 0x0A).compactMap { Entry(Array($0)) }
  }
}
