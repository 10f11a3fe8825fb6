import Client
import Wire

/// What a mind was told.
enum Told: Equatable {
  case connected
  case connectionFailed(String)
  case received(String)
  case disconnected(String?)
  case input(PersonInput)
  case timePassed
  case leave
  case leaveNotKeeping(String)
}

/// A mind that keeps what it is told, and does what a test says.
final class ScriptedMind: ClientMind {
  /// What is done when something is told: the test's part of the mind.
  typealias Reaction = (Told, ScriptedMind) -> Void

  private(set) var told: [Told] = []
  /// What is to be done, to be added to by the reaction.
  var output = Output()
  /// When ``Told/timePassed`` is to be told, in milliseconds of the mind's clock.
  var deadline: Int64?
  var wantsInput = true
  /// The mind's clock at what was told last, in milliseconds.
  private(set) var now: Int64 = 0
  private let react: Reaction

  init(_ react: @escaping Reaction) { self.react = react }

  /// Has these bytes sent to the server.
  func say(_ text: String) { output.bytes += Array(text.utf8) }
  /// Has this text written to the output.
  func show(_ text: String) { output.notices.append(.data(Array(text.utf8))) }

  func connected(_ now: Moment) { note(.connected, now) }
  func connectionFailed(_ failure: Failure, _ now: Moment) { note(.connectionFailed(failure.text), now) }
  func disconnected(_ reason: String?, _ now: Moment) { note(.disconnected(reason), now) }
  func enter(input: PersonInput, _ now: Moment) { note(.input(input), now) }
  func timePassed(_ now: Moment) { note(.timePassed, now) }
  func leave() { note(.leave, nil) }
  func leave(notKeeping failure: Failure) { note(.leaveNotKeeping(failure.text), nil) }

  func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    note(.received(text), now)
  }

  func takeOutput() -> Output {
    defer {
      output.bytes = []
      output.notices = []
      output.connects = false
    }
    return output
  }

  private func note(_ told: Told, _ now: Moment?) {
    if let now { self.now = now.monotonic }
    self.told.append(told)
    react(told, self)
  }
}
