import Client
import Reactor

/// Keeps whom a person ignores (`/ignore`) for later runs, a name a line. Several runs share the file: each puts into
/// it only what has changed, so that none undoes what another did.
public final class IgnoreFile: Ledger {
  /// A line that is longer is no name.
  private static let longestName = 512

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
    guard Path.exists(path) else {
      (names, known, fault) = ([], [], nil)
      return
    }
    do throws(JournalFile.Fault) {
      names = try IgnoreFile.names(in: JournalFile(sharedAt: path))
      fault = nil
    } catch {
      names = []
      fault = "\(path): \(error.message)"
    }
    known = names
  }

  /// The file in the folder for such things; nil where there is none.
  public static var standard: IgnoreFile? {
    StateFolder.path.map { IgnoreFile(path: $0 + "/ignored") }
  }

  /// Puts a change into the file at once.
  public func note(_ notice: Notice) {
    guard case .ignored(let names) = notice else { return }
    let added = names.filter { !known.contains($0) }
    let removed = known.filter { !names.contains($0) }
    known = names
    StateFolder.makeFolders(above: path)
    do throws(JournalFile.Fault) {
      let file = try JournalFile(sharedAt: path)
      let others = try IgnoreFile.names(in: file).filter { !removed.contains($0) && !added.contains($0) }
      try file.replace(with: Array((others + added).map { $0 + [0x0A] }.joined()))
    } catch {
      report("not kept for later runs: \(path): \(error.message)")
    }
  }

  /// There is nothing more to write.
  public func save(unwritten: Int) -> String? { nil }

  // MARK: Inside

  private static func names(in file: JournalFile) throws(JournalFile.Fault) -> [[UInt8]] {
    try file.contents().split(separator: 0x0A).map(Array.init).filter { $0.count <= longestName }
  }
}
