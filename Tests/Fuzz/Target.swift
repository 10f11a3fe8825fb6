import Glibc

/// What is done with an input, as the environment says.
enum Mode: String {
  /// It is played.
  case once
  /// It is played twice, and leads to the same bytes; then without writing the state out, which changes nothing for
  /// anybody (in which order others are sent something is not in a state).
  case twice
  /// What it leads to is written to stdout.
  case show

  static let current = getenv("CHATNET_FUZZ").flatMap { Mode(rawValue: String(cString: $0)) } ?? .once
}

/// Plays one input. libFuzzer calls it with whatever it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func play(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let script = Script(UnsafeBufferPointer(start: start, count: count))
  switch Mode.current {
  case .once: _ = Stage.play(script)
  case .twice:
    let first = Stage.play(script, recording: true)
    if Stage.play(script, recording: true) != first { fatalError("the same input led to other bytes") }
    let uncut = Stage.play(script, cuts: false, recording: true)
    if uncut?.ofEach != first?.ofEach {
      fatalError("an input led to other bytes where its state was read back")
    }
  case .show: write(Stage.play(script, recording: true)?.bytes ?? [])
  }
  return 0
}

private func write(_ bytes: [UInt8]) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
    if count <= 0 { fatalError("what an input led to cannot be written") }
    rest = rest.dropFirst(count)
  }
}
