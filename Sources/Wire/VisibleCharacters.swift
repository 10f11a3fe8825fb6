/// What is to be seen of a character.
extension Unicode.Scalar {
  /// Whether it shows nothing, or what it shows differs from machine to machine: controls, format characters, blanks
  /// but the ASCII one, variation selectors and others that Unicode has ignored (Default_Ignorable_Code_Point), private
  /// use, what is not assigned, and the two symbols that are drawn as blanks.
  var isUnshown: Bool {
    switch properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
      .privateUse:
      self != " "
    default:
      // The blank of Braille, and a note of music without its head.
      properties.isDefaultIgnorableCodePoint || self == "\u{2800}" || self == "\u{1D159}"
    }
  }

  /// The character between quotes, or its number where it is not to be seen.
  var shown: String {
    if !isUnshown, self != " " { return "'\(self)'" }
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
