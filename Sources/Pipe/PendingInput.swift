import Client

/// Input that was read and not taken yet, in order.
struct PendingInput {
  private var inputs: [PersonInput] = []
  private var taken = 0

  var isEmpty: Bool { taken == inputs.count }

  /// All that was not taken; none is left.
  mutating func takeAll() -> [PersonInput] {
    defer {
      inputs = []
      taken = 0
    }
    return Array(inputs[taken...])
  }

  mutating func append(_ more: [PersonInput]) {
    inputs += more
  }

  /// The next one; a line only where lines are wanted.
  mutating func next(wantsLines: Bool) -> PersonInput? {
    guard taken < inputs.count, wantsLines || !inputs[taken].isLine else { return nil }
    defer {
      taken += 1
      if taken == inputs.count {
        inputs.removeAll(keepingCapacity: true)
        taken = 0
      }
    }
    return inputs[taken]
  }
}

extension PersonInput {
  /// Whether it is a line, which a mind takes only when it wants one.
  fileprivate var isLine: Bool {
    switch self {
    case .line, .block, .reply, .overlong, .room: true
    case .name, .answer, .wonders, .unreadable, .end: false
    }
  }
}
