import Glibc
import Relay
import Store
import Wire

// The store without a server: how fast it keeps messages of many rooms, what they take on the disk, how long a commit
// takes at a steady rate, and how long it takes to find the latest ones. `store.sh` builds and runs it.

/// Draws numbers, the same ones each time.
struct Chance {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func part() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// Rooms of which the first are the busiest: the n-th is spoken in about 1/n as often as the first.
struct Rooms {
  let names: [[UInt8]]
  private let sums: [Double]

  init(_ count: Int) {
    names = (0..<count).map { Array("#room\($0)".utf8) }
    var (sum, sums) = (0.0, [Double]())
    for number in 1...count {
      sum += 1 / Double(number)
      sums.append(sum)
    }
    self.sums = sums
  }

  func draw(_ chance: inout Chance) -> [UInt8] {
    let wanted = chance.part() * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return names[low]
  }
}

func nanoseconds(_ clock: clockid_t = CLOCK_MONOTONIC) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func fail(_ text: String) -> Never {
  let line = Array("store: \(text)\n".utf8)
  _ = write(2, line, line.count)
  exit(1)
}

/// A store that is filled and asked.
final class Run {
  let store: Store
  let rooms = Rooms(1_000)
  var chance = Chance()
  var count = 0
  var commits: UInt64 = 0
  var committed: UInt64 = 0
  private var answers: [UInt64: Answer] = [:]
  private let senders = (0..<100).map { number in
    let name = Array("sender\(number)".utf8)
    return (
      actor: FactActor(user: UserID(number: UInt64(number + 1)), name: name, account: nil),
      source: name + Array("!user@host.example".utf8)
    )
  }
  private let text = Array(
    "sixty-four bytes of a message, as long as many lines of talk are.".utf8.prefix(64))

  init(_ folder: String) throws {
    var configuration = Store.Configuration(folder: folder)
    configuration.days = 0
    store = try Store(configuration, remembered: 0)
  }

  func keep(_ many: Int) {
    var facts: [Fact] = []
    facts.reserveCapacity(many)
    for _ in 0..<many {
      count += 1
      commits += 1
      let number = Int64(1_700_000_000_000 + count / 100) << 20 | Int64(count % 100) << 4
      let sender = senders[Int(chance.next() % 100)]
      let message = FactMessage(
        number: number, commit: commits, kind: .privmsg, sender: sender.actor, source: sender.source,
        target: .room(name: rooms.draw(&chance)), text: text, tags: [], key: nil)
      facts.append(
        Fact(
          stamp: Stamp(time: Timestamp(milliseconds: number >> 20), number: number), event: .message(message))
      )
    }
    store.keep(facts)
  }

  /// Waits until something is reported.
  func look() {
    var polled = pollfd(fd: store.descriptor, events: Int16(POLLIN), revents: 0)
    if poll(&polled, 1, 10_000) == 0 { fail("nothing was reported for ten seconds") }
    let report = store.takeReport()
    committed = max(committed, report.committed)
    for line in report.lines { fail(line) }
    for answered in report.answers { answers[answered.token] = answered.answer }
  }

  func waitForAll() { while committed < commits { look() } }

  /// How long it takes to find the latest hundred messages of a room, in nanoseconds.
  func latest(_ token: UInt64) -> UInt64 {
    let began = nanoseconds()
    store.ask(
      .messages(HistoryQuery(.room(name: rooms.draw(&chance)), .latest(after: nil), limit: 100)), token: token
    )
    while answers[token] == nil { look() }
    guard case .history(let messages) = answers.removeValue(forKey: token), !messages.isEmpty else {
      fail("a room is empty")
    }
    return nanoseconds() - began
  }
}

func say(_ name: String, _ value: Double, _ unit: String) {
  let rounded = (value * 1_000).rounded() / 1_000
  print("| \(name) | \(rounded) \(unit) |")
}

func percentile(_ sorted: [UInt64], _ part: Double) -> Double {
  Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1e6
}

func size(_ path: String) -> Double {
  var status = stat()
  return stat(path, &status) == 0 ? Double(status.st_size) : 0
}

guard CommandLine.arguments.count == 4, let messages = Int(CommandLine.arguments[2]), messages > 0,
  let seconds = Int(CommandLine.arguments[3])
else { fail("usage: store FOLDER MESSAGES SECONDS") }
let folder = CommandLine.arguments[1]
let run = try Run(folder)

// As fast as it goes, of which at most 8 MB wait, as a server has it.
let (began, used) = (nanoseconds(), nanoseconds(CLOCK_PROCESS_CPUTIME_ID))
while run.count < messages {
  run.keep(256)
  while run.store.backlog > 8 << 20 { run.look() }
}
run.waitForAll()
let took = Double(nanoseconds() - began) / 1e9
say("messages a second", Double(run.count) / took, "")
say(
  "CPU of all threads a message",
  Double(nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - used) / 1e3 / Double(run.count), "µs")

// At a steady rate of 20,000 a second, a hundred at a time.
if seconds > 0 {
  var delays: [UInt64] = []
  var largestLog = 0.0
  let start = nanoseconds()
  for turn in 0..<(seconds * 200) {
    let due = start + UInt64(turn) * 5_000_000
    while nanoseconds() < due {
      let rest = due - min(due, nanoseconds())
      usleep(UInt32(rest / 1_000))
    }
    let handed = nanoseconds()
    run.keep(100)
    run.waitForAll()
    delays.append(nanoseconds() - handed)
    if turn % 200 == 0 { largestLog = max(largestLog, size("\(folder)/chatnet.db-wal")) }
  }
  delays.sort()
  say("a commit of 100 at 20,000 a second: p50", percentile(delays, 0.5), "ms")
  say("p99.9", percentile(delays, 0.999), "ms")
  say("largest write-ahead log", largestLog / 1e6, "MB")
}

var found = (0..<1_000).map { run.latest(UInt64($0 + 1)) }
found.sort()
say("LATEST of 100 at \(run.count) messages: p50", percentile(found, 0.5), "ms")
say("p99", percentile(found, 0.99), "ms")
run.store.end()
say("bytes a message on the disk", size("\(folder)/chatnet.db") / Double(run.count), "")
