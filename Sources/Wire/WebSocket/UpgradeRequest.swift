/// What a client says first to come over WebSocket: a request of HTTP (RFC 6455 §4.1).
public struct UpgradeRequest: Equatable, Sendable {
  /// Such as `GET`.
  public internal(set) var method = ""
  /// Such as `HTTP/1.1`.
  public internal(set) var version = ""
  /// The fields by their names in lower case, in their order.
  public internal(set) var fields: [Field] = []

  /// One line behind the first.
  public struct Field: Equatable, Sendable {
    /// In lower case.
    public let name: String
    /// Without blanks around it.
    public let value: String
  }

  /// What the fields of a name say, each.
  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// What the fields of a name list.
  func list(_ name: String) -> [String] {
    values(name).flatMap { $0.split(separator: ",").map { UpgradeRequest.trimmed($0) } }
  }

  static func trimmed(_ text: Substring) -> String {
    let blanks: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let rest = text.drop(while: blanks)
    return String(rest.reversed().drop(while: blanks).reversed())
  }
}

/// Reads such a request, wherever it is cut, within limits: so much may come of somebody who has proven nothing.
public struct UpgradeRequestReader: Sendable {
  /// How far it has come.
  public enum Outcome: Equatable, Sendable {
    /// More is to come.
    case incomplete
    /// It is whole; what follows is no part of it.
    case whole(UpgradeRequest)
    /// It is none.
    case refused(UpgradeRefusal)
  }

  /// How many bytes it may have: 8 KiB.
  public static let longest = 8 << 10
  /// How many lines behind the first.
  public static let mostFields = 64

  private var request = UpgradeRequest()
  private var line: [UInt8] = []
  private var count = 0

  /// A reader at the start of a stream.
  public init() {}

  /// Reads on in `chunk` at `place`, which moves behind what was read. To be called until it is not incomplete.
  public mutating func read(_ chunk: Span<UInt8>, at place: inout Int) -> Outcome {
    while place < chunk.count {
      let byte = chunk[place]
      place += 1
      count += 1
      if count > UpgradeRequestReader.longest {
        return .refused(isFirst ? .notHTTP : .tooLarge)
      }
      if byte != 0x0A {
        // Such as TLS, of which no line may ever end.
        if count == 1, byte < 0x20, byte != 0x0D { return .refused(.notHTTP) }
        line.append(byte)
        continue
      }
      if line.last == 0x0D { line.removeLast() }
      let text = String(decoding: line, as: UTF8.self)
      let isClean = line.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      line.removeAll(keepingCapacity: true)
      if isFirst {
        guard isClean, begin(text) else { return .refused(.notHTTP) }
      } else if text.isEmpty {
        return .whole(request)
      } else if let refusal = isClean ? add(text) : .malformed {
        return .refused(refusal)
      }
    }
    return .incomplete
  }

  private var isFirst: Bool { request.method.isEmpty }

  private mutating func begin(_ text: String) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].hasPrefix("HTTP/"), !words[0].isEmpty else { return false }
    (request.method, request.version) = (String(words[0]), String(words[2]))
    return true
  }

  private mutating func add(_ text: String) -> UpgradeRefusal? {
    guard let colon = text.firstIndex(of: ":") else { return .malformed }
    let name = text[..<colon]
    if name.isEmpty || name.contains(where: { $0 == " " || $0 == "\t" }) { return .malformed }
    if request.fields.count == UpgradeRequestReader.mostFields { return .tooLarge }
    request.fields.append(
      .init(name: name.lowercased(), value: UpgradeRequest.trimmed(text[text.index(after: colon)...])))
    return nil
  }
}
