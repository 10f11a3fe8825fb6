import Wire

extension Relay {
  /// Makes what `body` replies one reply: a batch of that type, where the asker takes batches.
  func inBatch(_ type: StaticString, about subject: [UInt8], _ body: () -> Void) {
    guard let asker, asker.capabilities.contains(.batch) else { return body() }
    var inner = Replies()
    swap(&inner, &replies)
    body()
    swap(&inner, &replies)
    let reference = nextBatchReference()
    var run = LineBuffer()
    Replies.open(reference, type, about: subject, from: serverName, to: &run)
    inner.write(to: &run, inBatch: reference)
    Replies.close(reference, server: serverName, to: &run)
    run.withBytes(0..<run.count) { replies.add(encodedBatch: $0) }
  }
}
