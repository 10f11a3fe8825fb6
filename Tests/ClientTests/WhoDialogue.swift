import Wire

@testable import Client

/// Conversations of `who` that many tests begin with.
enum WhoDialogue {
  /// A question for everybody, with changes.
  static func request(_ change: (inout WhoRequest) -> Void = { _ in }) -> WhoRequest {
    var request = WhoRequest(rendering: WhoRendering(.tsv), timeout: 1000)
    change(&request)
    return request
  }

  /// A session that has just registered with `chatnet serve`.
  static func registered(_ change: (inout WhoRequest) -> Void = { _ in }) -> Dialogue<WhoSession> {
    var dialogue = Dialogue(WhoSession(request(change), as: Sample.unseen))
    dialogue.server(":srv CAP * LS :draft/pre-away chatnet/names", ":srv CAP * ACK :draft/pre-away")
    _ = dialogue.look()
    dialogue.server(":srv 001 alice :Welcome")
    return dialogue
  }

  /// A session that knows what `chatnet serve` can do, and has asked its first question.
  static func watching(
    _ question: WhoQuestion, _ names: String..., monitors: Int = 100,
    _ change: (inout WhoRequest) -> Void = { _ in }
  ) -> Dialogue<WhoSession> {
    var dialogue = registered {
      $0.question = question
      $0.names = names.map { Array($0.utf8) }
      change(&$0)
    }
    greet(&dialogue, monitors: monitors)
    return dialogue
  }

  /// A session with a server that is not chatnet's and shows this connection, up to its first question.
  static func abroad(
    _ question: WhoQuestion, _ names: String..., monitors: Int = 0,
    _ change: (inout WhoRequest) -> Void = { _ in }
  ) -> Dialogue<WhoSession> {
    let request = request {
      $0.question = question
      $0.names = names.map { Array($0.utf8) }
      change(&$0)
    }
    var dialogue = Dialogue(WhoSession(request, as: Sample.identity()))
    dialogue.server(":srv 421 * CAP :Unknown command", ":srv 001 alice :Welcome")
    greet(&dialogue, monitors: monitors)
    return dialogue
  }

  private static func greet(_ dialogue: inout Dialogue<WhoSession>, monitors: Int) {
    _ = dialogue.look()
    if monitors > 0 { dialogue.server(":srv 005 alice MONITOR=\(monitors) :are supported") }
    dialogue.server(":srv PONG srv chatnet-who")
  }

  /// The end of an answer about names.
  static let pong = ":srv PONG srv chatnet-who"
  /// The end of an answer to WHO.
  static let end = ":srv 315 alice * :End"

  /// A line of a WHO's answer.
  static func line(_ name: String, in room: String = "*", _ flags: String = "H") -> String {
    ":srv 352 alice \(room) u h srv \(name) \(flags) :0 x"
  }
}
