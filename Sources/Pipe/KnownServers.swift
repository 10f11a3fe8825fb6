import Client
import Reactor

/// The servers whose certificates a person has trusted though nobody vouches for them, as ssh keeps hosts: a line each
/// of host and port, a blank, and the SHA-256.
public struct KnownServers: Sendable {
  /// Where it is.
  public let path: String

  /// The file of that path, which need not be there.
  public init(path: String) {
    self.path = path
  }

  /// The file in the folder for such things; nil where there is none.
  public static var standard: KnownServers? {
    StateFolder.path.map { KnownServers(path: $0 + "/known_servers") }
  }

  /// The SHA-256 of the certificate that is kept for a server; nil where none is.
  ///
  /// - Throws: The text of why it cannot be known.
  public func fingerprint(of server: String) throws(Failure) -> [UInt8]? {
    guard Path.exists(path) else { return nil }
    let lines: [[UInt8]]
    do throws(JournalFile.Fault) {
      lines = try JournalFile(sharedAt: path).contents().split(separator: 0x0A).map(Array.init)
    } catch {
      throw Failure(.cannotReadInput, "\(path): \(error.message)")
    }
    for line in lines {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.first.map(String.init) == server else { continue }
      guard words.count == 2, let bytes = Fingerprint.bytes(String(words[1])) else {
        throw Failure(
          .cannotReadInput, "\(path): what is kept for \(server) is no SHA-256: take that line out")
      }
      return bytes
    }
    return nil
  }

  /// Keeps a server that is not there yet.
  public func add(_ server: String, _ fingerprint: [UInt8]) throws(Failure) {
    StateFolder.makeFolders(above: path)
    do throws(JournalFile.Fault) {
      let file = try JournalFile(sharedAt: path)
      let bytes = try file.contents()
      // What somebody has written by hand may lack its last end of line.
      let end: [UInt8] = bytes.last.map { $0 == 0x0A ? [] : [0x0A] } ?? []
      try file.append(end + Array("\(server) \(Fingerprint.text(fingerprint))\n".utf8))
    } catch {
      throw Failure(.cannotWriteOutput, "\(path): \(error.message)")
    }
  }
}
