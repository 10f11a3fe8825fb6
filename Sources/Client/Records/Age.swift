import Wire

/// How long ago something was, as a person says it.
enum Age {
  /// So many seconds in words: `46 s`, `25 min`, `5 h`, `3 days`.
  static func text(seconds: Int64) -> String {
    switch max(0, seconds) {
    case let seconds where seconds < 120: "\(seconds) s"
    case let seconds where seconds < 7200: "\(seconds / 60) min"
    case let seconds where seconds < 172_800: "\(seconds / 3600) h"
    case let seconds: "\(seconds / 86_400) days"
    }
  }

  /// The time between two moments.
  static func text(from past: Timestamp, to now: Timestamp) -> String {
    text(seconds: (now.milliseconds - past.milliseconds) / 1000)
  }
}
