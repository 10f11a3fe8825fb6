import Glibc

/// A program that runs with pipes as its standard streams.
final class ChildProcess {
  let process: RunningProcess
  let input: ByteWriter
  let output: ByteReader
  let errors: ByteReader

  /// Where the program's standard input comes from.
  enum Input {
    /// A pipe that the test writes to.
    case pipe
    /// A descriptor of the test's.
    case descriptor(Int32)
  }

  /// Starts the program that the first argument names by its path.
  init(_ arguments: [String], environment: [String: String], input source: Input = .pipe) throws {
    let (inward, outward, errorward) = try (PipeEnds(), PipeEnds(), PipeEnds())
    defer { for end in [inward.reading, outward.writing, errorward.writing] { close(end) } }
    input = ByteWriter(inward.writing)
    output = ByteReader(outward.reading)
    errors = ByteReader(errorward.reading)
    var standardInput = inward.reading
    if case .descriptor(let descriptor) = source { standardInput = descriptor }
    let spawn = Spawn(
      arguments: arguments, environment: environment,
      descriptors: [standardInput, outward.writing, errorward.writing])
    process = try RunningProcess(spawn.start())
  }

  /// What a program that ran to its end left behind.
  struct Result: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Gives the program its input, closes it, and waits for its end.
  func finish(_ text: String = "", by deadline: Deadline = .usual) throws -> Result {
    try finish(Array(text.utf8), by: deadline)
  }

  /// Gives the program its input, closes it, and waits for its end.
  func finish(_ bytes: [UInt8], by deadline: Deadline = .usual) throws -> Result {
    try exchange(bytes, by: deadline)
    return try result(by: deadline)
  }

  /// Waits for the program's end; what was not taken of its output is the result's.
  func result(by deadline: Deadline = .usual) throws -> Result {
    let (output, errors) = try (output.rest(by: deadline), errors.rest(by: deadline))
    return try Result(status: process.exitStatus(by: deadline), output: output, errors: errors)
  }

  /// Writes the input while reading what comes out, so that neither side waits for the other.
  private func exchange(_ bytes: [UInt8], by deadline: Deadline) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      var polled = [
        pollfd(fd: input.descriptor, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output.isAtEnd ? -1 : output.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.isAtEnd ? -1 : errors.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&polled, 3, deadline.milliseconds) > 0 else {
        throw HarnessError("\(rest.count) bytes of input were not read; errors: \(errors.everything)")
      }
      if polled[1].revents != 0 { output.readOnce() }
      if polled[2].revents != 0 { errors.readOnce() }
      guard polled[0].revents != 0 else { continue }
      // A program that ends without reading its input breaks the pipe, which is no fault.
      guard let count = try? input.writeOnce(rest) else { break }
      rest = rest.dropFirst(count)
    }
    input.end()
  }
}
