/// Why a run is of no worth.
struct Failure: Error {
  let message: String
  /// What the program exits with: 75 where it took too long.
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = 1) {
    self.message = message
    self.exitCode = exitCode
  }
}
