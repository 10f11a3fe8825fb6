import Wire

/// WebSocket on the side of a server: which pages may come.
public final class WebSocketAcceptor: Sendable {
  private let origins: WebSocketOrigins
  private let frames = WebSocketFrames()

  /// - Parameter origins: From where pages may come, such as `https://example.org`; from nowhere where none is listed.
  public init(origins: [String]) { self.origins = WebSocketOrigins(origins) }

  /// What the bytes of a new connection pass through. All that are made belong to one thread.
  ///
  /// - Parameter inner: What they pass through behind that, such as TLS; nil where they go to the socket as they are.
  public func layer(over inner: (any StreamLayer)? = nil) -> any StreamLayer {
    WebSocketLayer(over: inner ?? SocketLayer(), origins, frames)
  }
}

/// Where the connections of a thread make their frames: nothing stays in it from one call to the next.
final class WebSocketFrames: @unchecked Sendable {
  // It belongs to the thread of the streams that use it.
  var bytes: [UInt8] = []
}
