import Wire

/// A room, as the server lists it.
public struct WhoRoom: Equatable, Sendable {
  /// The name, with its `#`.
  public var name: [UInt8]
  /// How many members the server shows; nil where it does not tell.
  public var users: Int?
  /// The topic; empty where there is none.
  public var topic: [UInt8]

  /// A room.
  public init(name: [UInt8], users: Int?, topic: [UInt8] = []) {
    self.name = name
    self.users = users
    self.topic = topic
  }

  /// What a line of LIST tells (RPL_LIST).
  init(_ message: ServerMessage) {
    let hasTopic = message.count > 3
    self.init(
      name: message[1], users: Bytes.decimal(message[2].span), topic: hasTopic ? message.text : [])
  }

  /// Appends the room as one JSON object without an end.
  func appendJSON(to output: inout [UInt8]) {
    output.append("{\"name\":")
    Escaping.appendJSONString(name, to: &output)
    if let users {
      output.append(",\"users\":")
      output.append(decimal: users)
    }
    output.append(",\"topic\":")
    Escaping.appendJSONString(topic, to: &output)
    output.append("}")
  }
}

extension WhoRendering {
  /// The rooms, one a record, in the order given: their names, in JSON with all that is known.
  public func bytes(of rooms: [WhoRoom]) -> [UInt8] {
    var output: [UInt8] = []
    for room in rooms {
      if format == .json {
        room.appendJSON(to: &output)
      } else {
        Escaping.appendVisible(room.name, as: .name, to: &output)
      }
      output.append(end.rawValue)
    }
    return output
  }
}
