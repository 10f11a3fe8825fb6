import Wire

/// What commands make of their arguments, and what they say where one is missing or wrong.
extension ChatLine {
  /// The most messages that `/history` shows.
  static let longestHistory = 1000

  /// What `make` makes of an argument, or the fault that it is missing.
  static func needing(
    _ argument: [UInt8], _ what: String, _ usage: String, _ make: ([UInt8]) -> ChatLine
  ) -> ChatLine {
    argument.showsNothing ? .fault("\(what) is missing: \(usage)") : make(argument)
  }

  /// What `make` makes of the room that a word names (`ops` means `#ops`), or the fault that it names none.
  static func needingRoom(
    _ word: [UInt8], _ usage: String, _ make: ([UInt8]) -> ChatLine
  ) -> ChatLine {
    if word.isEmpty { return .fault("a room is missing: \(usage)") }
    if word.contains(UInt8(ascii: ",")) { return .fault("one room at a time: \(usage)") }
    if word.first == UInt8(ascii: "@"), !Record.isRoom(word) {
      let name = Escaping.visible(Array(word.dropFirst()), as: .name)
      return .fault(
        "@\(name): somebody, and no room: /query \(name) talks to \(name) alone, /msg \(name) TEXT says one thing"
      )
    }
    return make(Record.isRoom(word) ? word : Array("#".utf8) + word)
  }

  /// A message for a target that was named, or what is wrong with it.
  static func message(to target: [UInt8], text: [UInt8], usage: String) -> ChatLine {
    if target.contains(UInt8(ascii: ",")) { return messages(to: target, text: text, usage: usage) }
    if let fault = fault(ofTarget: target, usage: usage) { return fault }
    if text.showsNothing {
      return .fault("nothing to say to \(Escaping.visible(target, as: .name)): \(usage)")
    }
    return .message(to: target, text: text)
  }

  /// A message for several, each once, with commas between them.
  private static func messages(to targets: [UInt8], text: [UInt8], usage: String) -> ChatLine {
    var folded: Set<[UInt8]> = []
    let names = targets.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Array.init)
      .filter { folded.insert(ASCIIFold.lower($0.span)).inserted }
    for name in names {
      if let fault = fault(ofTarget: name, usage: usage) { return fault }
    }
    if text.showsNothing {
      return .fault("nothing to say to \(Escaping.visible(targets, as: .name)): \(usage)")
    }
    return .messages(to: names, text: text)
  }

  /// Texts for a name alone, and perhaps the first of them, or what is wrong with that.
  static func query(_ word: [UInt8]?, text: [UInt8], usage: String) -> ChatLine {
    guard let word else { return .query(nil, text: []) }
    let name = word.first == UInt8(ascii: "@") ? Array(word.dropFirst()) : word
    if Record.isRoom(name) {
      let room = Escaping.visible(name, as: .name)
      return .fault("\(room): a room: /room \(room) talks there, /join \(room) goes there")
    }
    if let fault = fault(ofTarget: name, usage: usage) { return fault }
    // What is typed behind it would be kept and shown as any text is.
    if isService(name) {
      let service = Escaping.visible(name, as: .name)
      return .fault("\(service): may be told passwords: /msg \(service) TEXT, which hides them")
    }
    return .query(name, text: text)
  }

  /// `/history [ROOM|NAME] [N]`: a number alone is no name.
  static func history(_ arguments: inout ChatArguments, usage: String) -> ChatLine {
    var target = arguments.room()
    var word = arguments.word()
    if target == nil, let name = word, Bytes.decimal(name.span) == nil {
      let name = name.first == UInt8(ascii: "@") ? Array(name.dropFirst()) : name
      if let fault = fault(ofTarget: name, usage: usage) { return fault }
      target = name
      word = arguments.word()
    }
    guard let word else { return .history(of: target, nil) }
    guard let count = Bytes.decimal(word.span), (1...longestHistory).contains(count) else {
      return .fault("\(Escaping.visible(word)): not a number from 1 to \(longestHistory): \(usage)")
    }
    return .history(of: target, count)
  }

  /// What is wrong with a target: it would be something else in the protocol.
  static func fault(ofTarget target: [UInt8], usage: String) -> ChatLine? {
    if target.isEmpty { return .fault("a name is missing: \(usage)") }
    if target.contains(UInt8(ascii: ",")) || target[0] == UInt8(ascii: ":") {
      return .fault("\(Escaping.visible(target, as: .name)): not a name: \(usage)")
    }
    return nil
  }

  /// What is wrong with the name of somebody: it can be nobody's.
  static func fault(ofPerson name: [UInt8], usage: String) -> ChatLine? {
    if name.contains(where: { "!@*?,:".utf8.contains($0) }) || Record.isRoom(name) {
      return .fault("\(Escaping.visible(name, as: .name)): not a name: \(usage)")
    }
    return nil
  }
}
