/// What pure code does not name: the same values must give the same result in every process, at every time.
enum Forbidden: String {
  /// The time, other than as a value that is handed in.
  case clocks = "the time"
  /// Random numbers, other than those of a generator that is handed in.
  case chance = "chance"
  /// Hashes whose seed is the process's.
  case hashing = "hashes of this process alone"
  /// Threads, tasks, and what waits for them.
  case threads = "threads"
  /// Streams, arguments and the environment, which need no import.
  case surroundings = "what is around the process"
  /// Tables whose order is the process's.
  case dictionaries = "tables whose order is this process's"

  /// The places in code that name it.
  func found(in code: SwiftCode) -> [Substring] {
    let named = code.words.filter { words.contains(String($0.word)) }.map(\.word)
    switch self {
    case .chance: return named + Forbidden.draws(in: code)
    case .dictionaries: return named + code.dictionaries
    default: return named
    }
  }

  private var words: Set<String> {
    switch self {
    case .clocks:
      [
        "Clock", "ContinuousClock", "SuspendingClock", "UTCClock", "Date", "clock_gettime", "gettimeofday",
        "timespec",
      ]
    case .chance: ["SystemRandomNumberGenerator", "arc4random", "drand48", "getrandom", "getentropy"]
    case .hashing: ["Hasher", "hashValue"]
    case .threads:
      [
        "Thread", "Task", "TaskGroup", "async", "await", "actor", "MainActor", "Mutex", "Atomic",
        "DispatchQueue", "pthread_create",
      ]
    case .surroundings:
      ["getenv", "environ", "CommandLine", "ProcessInfo", "print", "debugPrint", "dump", "readLine"]
    case .dictionaries: ["Dictionary", "Set", "KeyValuePairs"]
    }
  }

  /// What draws from the system's generator where none is handed in.
  private static func draws(in code: SwiftCode) -> [Substring] {
    let drawing: Set<Substring> = ["random", "randomElement", "shuffle", "shuffled"]
    return code.words.filter { word, rest in
      guard drawing.contains(word), rest.first == "(" else { return false }
      return !SwiftCode(String(SwiftCode.enclosed(in: rest))).words.contains { $0.word == "using" }
    }.map(\.word)
  }
}
