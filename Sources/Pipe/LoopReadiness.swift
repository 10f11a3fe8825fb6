import Reactor

/// What the loop's descriptors are called in the poller.
enum LoopToken {
  static let server: UInt64 = 0
  static let signals: UInt64 = 1
  static let input: UInt64 = 2
  static let output: UInt64 = 3
  static let attempt: UInt64 = 4
  static let commands: UInt64 = 5
  static let all = 6
}

/// What a wait of the loop found.
struct LoopReadiness {
  var server = false
  var signals = false
  var input = false
  var outputHasEnded = false
  var attempt = false
  var commands = false

  mutating func add(_ readiness: Readiness) {
    switch readiness.token {
    case LoopToken.server: server = readiness.readable || readiness.closed
    case LoopToken.signals: signals = true
    case LoopToken.input: input = true
    case LoopToken.attempt: attempt = true
    case LoopToken.commands: commands = true
    default: outputHasEnded = readiness.closed
    }
  }
}
