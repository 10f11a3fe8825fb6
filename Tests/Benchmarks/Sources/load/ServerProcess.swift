import CLoad
import Glibc

/// What the operating system has accounted to the server.
struct ServerProcess {
  let pid: Int32

  /// The processor time of its threads, in nanoseconds.
  func cpuTime() throws(Failure) -> Int64 {
    let time = load_cpu_time(pid)
    if time < 0 { throw Failure("there is no process \(pid): did the server crash?") }
    return time
  }

  /// Its resident memory in bytes; the kernel's for its sockets is not among it.
  func residentMemory() throws(Failure) -> Int {
    var bytes = [UInt8](repeating: 0, count: 128)
    let file = open("/proc/\(pid)/statm", O_RDONLY)
    defer { close(file) }
    let count = read(file, &bytes, bytes.count)
    let fields = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
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

  init(of server: ServerProcess) throws(Failure) {
    time = Time.now
    cpu = try server.cpuTime()
    ownCPU = load_cpu_time(getpid())
  }

  func seconds(since earlier: Snapshot) -> Double { Double(time - earlier.time) / 1e9 }
  func cpuSeconds(since earlier: Snapshot) -> Double { Double(cpu - earlier.cpu) / 1e9 }
  func ownCPUSeconds(since earlier: Snapshot) -> Double { Double(ownCPU - earlier.ownCPU) / 1e9 }
}
