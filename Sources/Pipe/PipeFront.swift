import Client
import Reactor
import Wire

/// A client in a pipe: lines from standard input, records to standard output, everything else to standard error.
public final class PipeFront: Front {
  private let input: InputFile?
  private let output: OutputFile
  private let errors: Diagnostics
  private let write: (Record, inout [UInt8]) -> Void
  private let ledger: (any Ledger)?
  private var lines: InputLines
  private var inputHasEnded = false
  private var buffer: [UInt8] = []
  /// How many records and data were appended to the output.
  private var shown = 0
  private let scratch = ReadScratch()

  /// A front.
  ///
  /// - Parameters:
  ///   - input: Where lines come from; nil where none are read.
  ///   - inputEnd: What ends each of them.
  ///   - output: Where records go.
  ///   - errors: Where all else goes.
  ///   - write: Appends a record with its end.
  ///   - ledger: What is kept of the run in a file.
  public init(
    input: InputFile?, inputEnd: RecordEnd = .newline, output: OutputFile, errors: Diagnostics,
    write: @escaping (Record, inout [UInt8]) -> Void, ledger: (any Ledger)? = nil
  ) {
    self.input = input
    lines = InputLines(endedBy: inputEnd)
    self.output = output
    self.errors = errors
    self.write = write
    self.ledger = ledger
  }

  /// Standard input, until its end.
  public var inputDescriptor: Int32? { inputHasEnded ? nil : input?.descriptor }
  /// Lines are read as they are wanted.
  public var readsAhead: Bool { false }
  /// Standard output.
  public var outputDescriptor: Int32 { output.descriptor }
  /// How far the reader of standard output is behind.
  public var pendingOutput: Int { output.pending }

  /// Reads once, and gives the lines that this ends.
  public func readInput() -> [PersonInput] {
    guard let input else { return [] }
    switch input.read(into: scratch.bytes) {
    case .bytes(let count):
      defer { if lines.isOver { inputHasEnded = true } }
      return lines.append(
        UnsafeBufferPointer(rebasing: scratch.bytes.bindMemory(to: UInt8.self)[..<count]).span)
    case .wouldBlock: return []
    case .endOfFile:
      inputHasEnded = true
      return lines.finish()
    case .failed(let error):
      inputHasEnded = true
      let failure = Failure(.cannotReadInput, "standard input: \(error.message)")
      return lines.finish().filter { $0 != .end } + [.unreadable(failure)]
    }
  }

  /// The beginning of a line, as if it ended there.
  public func takeRest() -> [PersonInput] {
    if inputHasEnded { return [] }
    inputHasEnded = true
    return lines.finish().filter { $0 != .end }
  }

  /// Appends a record or data to what is written next; all else goes to standard error, behind what came before it.
  public func show(_ notice: Notice) {
    ledger?.note(notice)
    switch notice {
    case .unsent, .asks, .ignored, .begins, .clears: break
    case .record(let record), .recalled(let record):
      write(record, &buffer)
      append(buffer)
      buffer.removeAll(keepingCapacity: true)
    case .data(let bytes): append(bytes)
    case .failure(let failure), .nameRefused(let failure):
      _ = output.write()
      errors.say(failure)
    case .remark(let text), .news(let text, _), .announcement(let text):
      _ = output.write()
      errors.say(text)
    }
  }

  /// Writes what the reader takes.
  public func flush() -> FlushResult {
    let outcome = output.write()
    if let failure = ledger?.failure(saving: shown - output.writtenPieces) { return failure }
    switch outcome {
    case .drained, .blocked: return .written
    case .closed: return .readerGone
    case .failed(let error): return .failed("standard output: \(error.message)")
    }
  }

  /// There is nothing to give back.
  public func close() {}

  private func append(_ bytes: [UInt8]) {
    output.append(bytes)
    shown += 1
  }
}
