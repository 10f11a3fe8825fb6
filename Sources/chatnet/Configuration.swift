import Glibc
import Options
import Pipe
import Reactor

/// The configuration file.
enum Configuration {
  /// Reads the file that was named, or the usual one where there is one.
  static func load(_ named: String?) throws(OptionsError) -> ConfigFile? {
    guard let path = named ?? Environment.configurationFolder.map({ "\($0)/chatnet/config" }) else {
      return nil
    }
    let bytes: [UInt8]
    do {
      bytes = try TextFile.bytes(at: path)
    } catch {
      let isAbsent = error.errno == ENOENT || error.errno == ENOTDIR
      if named == nil && isAbsent { return nil }
      Diagnostics().say("\(path): \(error.message)")
      Exit.with(.badConfiguration)
    }
    return try ConfigFile(bytes, path: path, table: .chatnet)
  }
}
