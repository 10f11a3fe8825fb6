import Glibc

/// Where the programs stand that the tests run.
enum Programs {
  /// The chatnet that was built together with these tests: it stands in the folder of the test program.
  static let chatnet = folder + "/chatnet"

  /// The folder of the test program.
  static let folder: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let whole = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(whole[..<(whole.lastIndex(of: "/") ?? whole.startIndex)])
  }()

  /// The folder of the source that was built: it holds the manual, the completions and the README.
  static let sources = #filePath.split(separator: "/").dropLast(4).reduce("") { "\($0)/\($1)" }

  /// Where a shell looks for programs: chatnet first.
  static let searchPath = "\(folder):/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

  /// The path of a program of the system's, or an error that names it.
  static func find(_ name: String) throws -> String {
    for place in searchPath.split(separator: ":") where access("\(place)/\(name)", X_OK) == 0 {
      return "\(place)/\(name)"
    }
    throw HarnessError("\(name) is not installed")
  }

  /// The name under which the tests are logged in.
  static let loginName: String = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"
}
