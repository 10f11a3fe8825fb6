import Glibc
import Reactor

/// The folder of a store and its files, which are for their owner alone.
enum StoreFolder {
  /// Makes the folder and those above it, where there are none. That it cannot be made is told by who uses it next.
  static func make(_ path: String) {
    Path.makeFolders(path, permissions: 0o700)
  }

  /// Takes the folder, if nobody else has it.
  static func lock(_ folder: String) throws(StoreError) -> LockedFile {
    do throws(SystemError) {
      return try LockedFile(path: folder + "/lock", flags: O_RDWR | O_CREAT | O_CLOEXEC, patience: 0)
    } catch {
      if error.errno == EWOULDBLOCK {
        throw StoreError(kind: .inUse, message: "\(folder): another chatnet serve keeps its data there")
      }
      throw StoreError(kind: .inaccessible, message: "\(folder): \(error.message)")
    }
  }

  /// Makes the file of the database, since SQLite would make it as the umask says.
  static func makeFile(_ path: String) throws(StoreError) {
    if Path.exists(path) { return }
    do throws(SystemError) {
      _ = try LockedFile(path: path, flags: O_RDWR | O_CREAT | O_CLOEXEC, patience: 0)
    } catch {
      throw StoreError(kind: .inaccessible, message: "\(path): \(error.message)")
    }
  }
}
