/// Characters that people take for others, after Unicode's list of them (UTS #39), as far as names may hold them.
///
/// What the list takes for one among ASCII characters stays apart: `l`, `I` and `1`, `0` and `O`, `m` and `rn`. Each
/// character of other scripts that looks like these is taken for the one that it is nearest to.
enum Confusables {
  /// What the scalar is taken for, in lower case and canonically decomposed; nil where the list does not have it.
  static func face(of scalar: Unicode.Scalar) -> ArraySlice<UInt32>? {
    let (mappings, starts) = (ConfusableTable.mappings, ConfusableTable.starts)
    var (low, high) = (0, mappings.count)
    while low < high {
      let middle = (low + high) / 2
      if mappings[middle] >> 11 < scalar.value { low = middle + 1 } else { high = middle }
    }
    guard low < mappings.count, mappings[low] >> 11 == scalar.value else { return nil }
    let number = Int(mappings[low] & 0x7FF)
    return ConfusableTable.faces[Int(starts[number])..<Int(starts[number + 1])]
  }
}
