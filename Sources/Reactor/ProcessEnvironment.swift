import CLinux
import Glibc

/// What this process was started with: its user, and the variables.
public enum ProcessEnvironment {
  /// The user who started it.
  public static var user: UInt32 { System.realUser() }

  /// All of them as `NAME=value`, but those of these names.
  public static func variables(without names: Set<String>) -> [[UInt8]] {
    guard var next = clinux_environment() else { return [] }
    var variables: [[UInt8]] = []
    while let text = next.pointee {
      let variable = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
      let name = String(decoding: variable.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      if !names.contains(name) { variables.append(variable) }
      next += 1
    }
    return variables
  }
}
