import Wire

/// What a part of a line is, for its colour.
enum TextStyle {
  case plain
  case dim
  case `private`
  case mention
  case error

  /// The SGR parameters (ECMA-48 §8.3.117), or nothing.
  var parameters: StaticString {
    switch self {
    case .plain: ""
    case .dim: "2"
    case .private: "1"
    // No colour is legible on every background; the terminal's own two are.
    case .mention: "1;7"
    case .error: "31"
    }
  }
}

extension TextRendering {
  /// Appends what `body` appends, in a style where colours are wanted.
  func appendStyled(_ style: TextStyle, to line: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    beginStyle(style, to: &line)
    body(&line)
    endStyle(style, to: &line)
  }

  /// Begins a style where colours are wanted: what follows has it, up to ``endStyle(_:to:)``.
  func beginStyle(_ style: TextStyle, to line: inout [UInt8]) {
    guard hasColour, style != .plain else { return }
    line.append("\u{1B}[")
    line.append(style.parameters)
    line.append("m")
  }

  /// Begins what marks a mention where there are no colours: a terminal has bold letters too.
  func beginMark(_ style: TextStyle, to line: inout [UInt8]) {
    if !hasColour, style == .mention, mentions == .bold { line.append("\u{1B}[1m") }
  }

  /// Ends what marks a mention where there are no colours.
  func endMark(_ style: TextStyle, to line: inout [UInt8]) {
    if !hasColour, style == .mention, mentions == .bold { line.append("\u{1B}[0m") }
  }

  /// Ends a style: what follows has none.
  func endStyle(_ style: TextStyle, to line: inout [UInt8]) {
    if hasColour, style != .plain { line.append("\u{1B}[0m") }
  }

  /// Appends a speaker's name, in a colour that stays the same for the name.
  func appendSpeaker(_ name: [UInt8], to line: inout [UInt8]) {
    if name.isEmpty { return line.append("server") }
    guard hasColour else { return Escaping.appendVisible(name, as: .name, to: &line) }
    line.append("\u{1B}[")
    line.append(decimal: TextRendering.colour(of: name))
    line.append("m")
    Escaping.appendVisible(name, as: .name, to: &line)
    line.append("\u{1B}[0m")
  }

  /// The SGR colour of a name. Red is for errors; yellow and the bright ones are not legible on white, and black and
  /// white may be the background.
  private static func colour(of name: [UInt8]) -> Int {
    let colours = [32, 34, 35, 36]
    // FNV-1a: a few steps, and names that differ in one letter get far apart.
    let hash = name.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32(ASCIIFold.lower($1))) &* 16_777_619 }
    return colours[Int(hash >> 18) % colours.count]
  }
}
