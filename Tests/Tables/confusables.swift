// Makes Sources/Wire/ConfusableTable.swift of Unicode's list of confusable characters; Tests/README.md says how.
//
//   swift Tests/Tables/confusables.swift confusables.txt > Sources/Wire/ConfusableTable.swift

import Foundation
@_spi(_Unicode) import Swift

typealias Scalars = [Unicode.Scalar]

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data("confusables.swift: \(text)\n".utf8))
  exit(1)
}

// MARK: The list

/// What the list says a scalar may be taken for.
var listed: [Unicode.Scalar: Scalars] = [:]
var version = ""
var copyright = ""

func scalars(_ field: Substring) -> Scalars {
  field.split(separator: " ").map { word in
    guard let value = UInt32(word, radix: 16), let scalar = Unicode.Scalar(value) else { fail("'\(word)'?") }
    return scalar
  }
}

func readList(_ path: String) {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { fail("\(path): cannot be read") }
  for line in text.split(separator: "\n") {
    let line = line.drop { $0 == "\u{FEFF}" }
    if line.hasPrefix("# Version:") { version = line.dropFirst(10).trimmingCharacters(in: .whitespaces) }
    if line.hasPrefix("# ©") { copyright = String(line.dropFirst(2)) }
    let fields = line.prefix { $0 != "#" }.split(separator: ";").map {
      $0.trimmingCharacters(in: .whitespaces)[...]
    }
    guard fields.count == 3 else { continue }
    let from = scalars(fields[0])
    if from.count == 1 { listed[from[0]] = scalars(fields[1]) }
  }
  if listed.isEmpty || version.isEmpty { fail("\(path): not Unicode's confusables.txt") }
}

// MARK: What a scalar is taken for

func decomposed(_ text: String) -> Scalars { Array(text._nfd) }

func text(_ scalars: Scalars) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}

/// The ASCII of which the scalar is another width or a mathematical face, which is nearer to it than what the list has
/// for all that looks like that: the list takes `I`, `l` and `1` for one, and `m` for `rn`.
func plainFace(of scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  case 0xFF01...0xFF5E, 0x1D400...0x1D7FF, 0x2100...0x214F, 0x2160...0x217F, 0x1FBF0...0x1FBF9,
    0xFB00...0xFB06:
    let plain = String(scalar).decomposedStringWithCompatibilityMapping
    return plain.unicodeScalars.allSatisfy(\.isASCII) ? plain.lowercased() : nil
  default: return nil
  }
}

/// What the list says, but that ASCII characters stay apart: of those which the list takes for one, the scalar is taken
/// for the one that it is nearest to.
func listedFace(of scalar: Unicode.Scalar) -> Scalars? {
  guard var face = listed[scalar] else { return nil }
  let properties = scalar.properties
  if face == ["l"], properties.numericValue == 1 { return ["1"] }
  if face == ["O"], properties.numericValue == 0 { return ["0"] }
  if properties.generalCategory == .uppercaseLetter { face = face.map { $0 == "l" ? "i" : $0 } }
  return Array(text(face).replacingOccurrences(of: "rn", with: "m").unicodeScalars)
}

/// The sigma at the end of a word has the same capital as the other, and no lower case but itself.
let finalSigma: Unicode.Scalar = "ς"

func step(_ scalar: Unicode.Scalar) -> Scalars {
  if scalar == finalSigma { return ["σ"] }
  if scalar.isASCII { return Array(scalar.properties.lowercaseMapping.unicodeScalars) }
  if let plain = plainFace(of: scalar) { return Array(plain.unicodeScalars) }
  return listedFace(of: scalar) ?? Array(scalar.properties.lowercaseMapping.unicodeScalars)
}

/// What the scalar is taken for at last: what is taken for nothing else or, where some are taken for each other in
/// a circle, the least of these.
func face(of scalar: Unicode.Scalar) -> Scalars {
  var faces: [Scalars] = [[scalar]]
  while true {
    let next = decomposed(text(faces[faces.count - 1].flatMap(step)))
    if let start = faces.firstIndex(of: next) {
      return faces[start...].min { $0.lexicographicallyPrecedes($1) } ?? next
    }
    faces.append(next)
  }
}

// MARK: Which scalars are wanted

/// As `NameRules.isAllowed` has it; a test holds the table to that.
func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.properties.isDefaultIgnorableCodePoint { return false }
  return switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
    .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
    true
  default: false
  }
}

func entries() -> [(scalar: Unicode.Scalar, face: Scalars)] {
  var entries: [(scalar: Unicode.Scalar, face: Scalars)] = []
  for scalar in (0x80...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
    guard isAllowed(scalar) else { continue }
    guard listed[scalar] != nil || plainFace(of: scalar) != nil || scalar == finalSigma else { continue }
    // A name is decomposed before it is looked at.
    guard decomposed(String(scalar)) == [scalar] else { continue }
    let face = face(of: scalar)
    // In lower case it would be the same without an entry.
    if face != [scalar] { entries.append((scalar, face)) }
  }
  return entries
}

// MARK: The table

func printArray(_ name: String, _ type: String, _ comment: String, digits: Int, _ values: [UInt32]) {
  print("  /// \(comment)")
  print("  static let \(name): [\(type)] = [")
  let perLine = 104 / (digits + 4)
  for start in stride(from: 0, to: values.count, by: perLine) {
    let words = values[start..<min(start + perLine, values.count)].map { value in
      let word = String(value, radix: 16, uppercase: true)
      return "0x" + String(repeating: "0", count: max(0, digits - word.count)) + word
    }
    print("    " + words.joined(separator: ", ") + ",")
  }
  print("  ]")
}

func printTable() {
  var mappings: [UInt32] = []
  var starts: [UInt32] = []
  var faces: [UInt32] = []
  var numbers: [Scalars: Int] = [:]
  for (scalar, face) in entries() {
    let number = numbers[face] ?? numbers.count
    if number == numbers.count {
      numbers[face] = number
      starts.append(UInt32(faces.count))
      faces += face.map(\.value)
    }
    mappings.append(scalar.value << 11 | UInt32(number))
  }
  starts.append(UInt32(faces.count))
  if numbers.count > 1 << 11 { fail("\(numbers.count) faces: their numbers have 11 bits") }
  print(
    """
    // swift-format-ignore-file
    // Made by Tests/Tables/confusables.swift, not by hand: Tests/README.md says how.
    //
    // Of Unicode's confusables.txt (UTS #39), version \(version):
    // https://www.unicode.org/Public/security/\(version)/confusables.txt
    //
    // \(copyright)
    // Unicode and the Unicode Logo are registered trademarks of Unicode, Inc. in the U.S. and other countries.
    // UNICODE LICENSE V3, https://www.unicode.org/license.txt:
    //
    // Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated
    // documentation (the "Data Files") or software and any associated documentation (the "Software") to deal in the
    // Data Files or Software without restriction, including without limitation the rights to use, copy, modify, merge,
    // publish, distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the Data
    // Files or Software are furnished to do so, provided that either (a) this copyright and permission notice appear
    // with all copies of the Data Files or Software, or (b) this copyright and permission notice appear in associated
    // Documentation.
    //
    // THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
    // BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
    // THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY
    // CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE,
    // DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN
    // CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
    //
    // Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise
    // to promote the sale, use or other dealings in these Data Files or Software without prior written authorization
    // of the copyright holder.

    /// The characters that names may hold and that are taken for others, in \(mappings.count) entries.
    enum ConfusableTable {
    """)
  printArray(
    "mappings", "UInt32",
    "Each scalar, in ascending order, and in the lowest 11 bits the number of its face.",
    digits: 8, mappings)
  print()
  printArray("starts", "UInt16", "Where each face begins, and where the last one ends.", digits: 4, starts)
  print()
  printArray("faces", "UInt32", "The scalars of the faces, one face behind the other.", digits: 5, faces)
  print("}")
}

guard CommandLine.arguments.count == 2 else { fail("usage: swift confusables.swift confusables.txt") }
readList(CommandLine.arguments[1])
printTable()
