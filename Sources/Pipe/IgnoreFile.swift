import Client
import Glibc
import Reactor

/// Keeps whom a person ignores (`/ignore`) for later runs, a name a line. Several runs share the file: each puts into it
/// only what has changed, so that none undoes what another did.
public final class IgnoreFile: Ledger {
  /// A line that is longer is no name.
  private static let longestName = 512
  /// How often it is tried anew where another run has the file at this moment, and how long until then.
  private static let mostTries = 50
  private static let pause: useconds_t = 10_000

  /// The names that were ignored when the run began.
  public let names: [[UInt8]]
  /// Why they could not be read; nil: they were.
  public let fault: String?
  /// Is told why a change could not be kept.
  public var report: (String) -> Void = { _ in }
  private let path: String
  private var known: [[UInt8]]

  /// Reads the file; where there is none, nobody is ignored.
  public init(path: String) {
    self.path = path
    guard access(path, F_OK) == 0 else {
      (names, known, fault) = ([], [], nil)
      return
    }
    do throws(JournalFile.Fault) {
      names = try IgnoreFile.names(in: IgnoreFile.open(path))
      fault = nil
    } catch {
      names = []
      fault = IgnoreFile.text(error, path)
    }
    known = names
  }

  /// The file in the folder for such things; nil where there is none.
  public static var standard: IgnoreFile? {
    StateFolder.path.map { IgnoreFile(path: $0 + "/ignored") }
  }

  /// Puts a change into the file at once.
  public func take(_ notice: Notice) {
    guard case .ignored(let names) = notice else { return }
    let added = names.filter { !known.contains($0) }
    let removed = known.filter { !names.contains($0) }
    known = names
    StateFolder.makeFolders(above: path)
    do throws(JournalFile.Fault) {
      let file = try IgnoreFile.open(path)
      let others = try IgnoreFile.names(in: file).filter { !removed.contains($0) && !added.contains($0) }
      try IgnoreFile.replace(file, with: others + added)
    } catch {
      report("not kept for later runs: \(IgnoreFile.text(error, path))")
    }
  }

  /// There is nothing more to write.
  public func save(isDrained: Bool) -> String? { nil }

  // MARK: Inside

  private static func open(_ path: String) throws(JournalFile.Fault) -> JournalFile {
    for _ in 0..<mostTries {
      do throws(JournalFile.Fault) {
        return try JournalFile(path: path)
      } catch {
        guard error == .inUse else { throw error }
        usleep(pause)
      }
    }
    throw .inUse
  }

  private static func names(in file: JournalFile) throws(JournalFile.Fault) -> [[UInt8]] {
    do throws(SystemError) {
      return try file.contents().split(separator: 0x0A).map(Array.init).filter { $0.count <= longestName }
    } catch {
      throw .failed(error)
    }
  }

  private static func replace(_ file: JournalFile, with names: [[UInt8]]) throws(JournalFile.Fault) {
    do throws(SystemError) {
      try file.replace(with: Array(names.map { $0 + [0x0A] }.joined()))
    } catch {
      throw .failed(error)
    }
  }

  private static func text(_ fault: JournalFile.Fault, _ path: String) -> String {
    switch fault {
    case .inUse: "\(path): another run has it open"
    case .notAFile: "\(path): not a regular file"
    case .failed(let error): "\(path): \(error.message)"
    }
  }
}
