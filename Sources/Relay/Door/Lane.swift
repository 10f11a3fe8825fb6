import Wire

/// One way of encoding what sessions get: which tags stand in front of an event, and how one message is parted from the
/// next. An event is encoded once for each lane that one of its receivers reads.
///
/// The bits of its number, the lowest first: three for the capabilities that put tags on events, one for the framing
/// (lines, or messages that a frame parts). Behind the lanes of events stand those of replies, one a framing.
public struct Lane: Hashable, Sendable {
  /// How many lanes there are, those of replies with them: ``PerLane`` has an element for each.
  public static let count = 18

  /// Its number, from 0 up to ``count``.
  public let number: UInt8

  init(number: UInt8) { self.number = number }

  /// The lane of events for a session of those capabilities, whose connection parts messages by line ends.
  @inlinable
  init(_ capabilities: Capabilities) {
    number = UInt8(truncatingIfNeeded: capabilities.intersection(.tagging).rawValue)
  }

  /// The lane of what one session alone is told, for a connection that parts messages by line ends.
  static let replies = Lane(number: 16)

  /// The lane's number as an index.
  @inlinable public var index: Int { Int(number) }

  /// The capabilities whose tags stand in front of its events.
  var tags: Capabilities { Capabilities(rawValue: UInt64(number)).intersection(.tagging) }
}

/// Something for each lane.
public typealias PerLane<Element: ~Copyable> = InlineArray<18, Element>
/// Something for each lane that events are encoded in.
public typealias PerEventLane<Element: ~Copyable> = InlineArray<16, Element>
