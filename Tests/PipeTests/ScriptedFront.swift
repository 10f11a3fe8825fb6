import Client
import Glibc

@testable import Pipe

/// A front over two pipes, whose lines and whose output are the test's.
final class ScriptedFront: Front {
  private(set) var inputDescriptor: Int32?
  let outputDescriptor: Int32
  var readsAhead = false
  /// What ``flush()`` gives instead of writing.
  var flushed: FlushResult?
  /// The signals that it deals with itself.
  var handled: [Int32] = []
  private(set) var signals: [Int32] = []
  private(set) var isClosed = false
  /// How often it was asked to write, which is once a turn.
  private(set) var turns = 0
  private var pending: [UInt8] = []
  private var unended: [UInt8] = []

  init(input: Int32, output: Int32) {
    inputDescriptor = input
    outputDescriptor = output
  }

  var pendingOutput: Int { pending.count }

  func readInput() -> [PersonInput] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = inputDescriptor.map { read($0, &buffer, buffer.count) } ?? -1
    if count < 0 { return [] }
    if count == 0 {
      inputDescriptor = nil
      return [.end]
    }
    var lines = (unended + buffer[..<count]).split(separator: 0x0A, omittingEmptySubsequences: false)
    unended = Array(lines.removeLast())
    return lines.map { .line(Array($0)) }
  }

  func show(_ notice: Notice) {
    if case .data(let bytes) = notice { pending += bytes }
  }

  func flush() -> FlushResult {
    turns += 1
    if let flushed { return flushed }
    while !pending.isEmpty {
      let count = pending.withUnsafeBytes { write(outputDescriptor, $0.baseAddress, $0.count) }
      if count < 0 { return finish(errno) }
      pending.removeFirst(count)
    }
    return .written
  }

  private func finish(_ code: Int32) -> FlushResult {
    if code == EAGAIN { return .written }
    pending = []
    return code == EPIPE ? .readerGone : .failed("error \(code)")
  }

  func handle(signal: Int32) -> Bool {
    signals.append(signal)
    return handled.contains(signal)
  }

  func close() { isClosed = true }
}
