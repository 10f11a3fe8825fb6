import Wire

extension TextFormat {
  /// Appends the SGR sequence (ECMA-48 §8.3.117) that makes what follows look so, whatever it looked like before.
  ///
  /// - Parameter base: What the text around it looks like.
  func appendSGR(over base: TextStyle, to line: inout [UInt8]) {
    line.append("\u{1B}[0")
    if base != .plain {
      line.append(";")
      line.append(base.parameters)
    }
    for (trait, parameter) in TextFormat.parameters where traits.contains(trait) { line.append(parameter) }
    let (foreground, background) = legibleColours
    if let foreground {
      line.append(";")
      foreground.appendParameters(isBackground: false, to: &line)
    }
    if let background {
      line.append(";")
      background.appendParameters(isBackground: true, to: &line)
    }
    line.append("m")
  }

  private static let parameters: [(Traits, StaticString)] = [
    (.bold, ";1"), (.italic, ";3"), (.underline, ";4"), (.reverse, ";7"), (.strikethrough, ";9"),
  ]

  /// The colours, without those that would hide the text: nobody knows the terminal's own background, and nothing that
  /// somebody writes is to be invisible.
  private var legibleColours: (foreground: IRCColour?, background: IRCColour?) {
    guard let foreground else { return (nil, background?.shade == nil ? background : nil) }
    let visible = foreground.shade == nil ? foreground : nil
    guard let background, background != foreground else { return (visible, nil) }
    if let shade = background.shade, shade == foreground.shade { return (nil, nil) }
    return (foreground, background)
  }
}
