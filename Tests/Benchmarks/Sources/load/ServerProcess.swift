import CLoad
import Glibc

/// What the operating system has accounted to the server.
struct ServerProcess {
  let pid: Int32

  /// Sends it a signal.
  func signal(_ number: Int32) { kill(pid, number) }

  /// The processor time of its threads, in nanoseconds.
  func cpuTime() throws(Failure) -> Int64 {
    let time = load_cpu_time(pid)
    if time < 0 { throw Failure("there is no process \(pid): did the server crash?") }
    return time
  }

  /// The processor time of its own code and of the kernel for it, in the system's ticks.
  func ticks() throws(Failure) -> (user: Int, system: Int) {
    // The name of the program, the second field, may hold blanks; it ends with a parenthesis.
    let fields = bytes(of: "stat").split(separator: UInt8(ascii: ")")).last?.split(separator: 32) ?? []
    guard fields.count > 12, let user = Int(String(decoding: fields[11], as: UTF8.self)),
      let system = Int(String(decoding: fields[12], as: UTF8.self))
    else { throw Failure("cannot read the processor time of process \(pid)") }
    return (user, system)
  }

  private func bytes(of name: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let file = open("/proc/\(pid)/\(name)", O_RDONLY)
    defer { close(file) }
    let count = read(file, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Its resident memory in bytes; the kernel's for its sockets is not among it.
  func residentMemory() throws(Failure) -> Int {
    let fields = bytes(of: "statm").split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
      throw Failure("cannot read the memory of process \(pid)")
    }
    return pages * Int(getpagesize())
  }
}

/// A moment, and the processor time that the server and this program had used then.
struct Snapshot {
  let time: Int64
  let cpu: Int64
  let ownCPU: Int64
  private let ticks: (user: Int, system: Int)

  init(of server: ServerProcess) throws(Failure) {
    time = Time.now
    cpu = try server.cpuTime()
    ownCPU = load_cpu_time(getpid())
    ticks = try server.ticks()
  }

  func seconds(since earlier: Snapshot) -> Double { Double(time - earlier.time) / 1e9 }
  func cpuSeconds(since earlier: Snapshot) -> Double { Double(cpu - earlier.cpu) / 1e9 }
  /// The kernel's share of the server's processor time.
  func systemShare(since earlier: Snapshot) -> Double {
    let system = ticks.system - earlier.ticks.system
    return Double(system) / Double(max(1, system + ticks.user - earlier.ticks.user))
  }
  func ownCPUSeconds(since earlier: Snapshot) -> Double { Double(ownCPU - earlier.ownCPU) / 1e9 }
}
