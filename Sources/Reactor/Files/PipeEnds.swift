/// A pipe(2) of this process's own, closed with the object; neither end outlives an exec.
public final class PipeEnds {
  private let source: FileDescriptor
  private var sink: FileDescriptor?

  /// An empty pipe.
  public init() throws(SystemError) {
    let ends = try System.pipe()
    source = FileDescriptor(owning: ends.reading)
    sink = FileDescriptor(owning: ends.writing)
  }

  /// The end to read from.
  public var reading: Int32 { source.rawValue }
  /// The end to write to; -1 after ``endWriting()``.
  public var writing: Int32 { sink?.rawValue ?? -1 }

  /// Closes the end to write to, so that the reader sees the end when no other process has it open.
  public func endWriting() {
    sink = nil
  }
}
