/// A descriptor with one owner, closed when the owner lets go of it.
public struct FileDescriptor: ~Copyable, Sendable {
  /// The number, for calls that do not take the descriptor over.
  public let rawValue: Int32

  /// Takes over an open descriptor.
  public init(owning rawValue: Int32) {
    self.rawValue = rawValue
  }

  deinit {
    System.close(rawValue)
  }

  /// Hands the descriptor to the caller without closing it.
  public consuming func release() -> Int32 {
    let number = rawValue
    discard self
    return number
  }
}
