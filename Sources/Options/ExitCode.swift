/// How chatnet ends; every command uses the same numbers, most of them those of sysexits.h.
public enum ExitCode: Int32, CaseIterable, Sendable {
  /// 0
  case done = 0
  /// 1: only `who NAME` answers with it.
  case answerIsNo = 1
  /// 64
  case usage = 64
  /// 65
  case badInput = 65
  /// 66
  case cannotReadInput = 66
  /// 67
  case noSuchTarget = 67
  /// 68
  case unknownHost = 68
  /// 69
  case noConnection = 69
  /// 73
  case nameRefused = 73
  /// 74
  case cannotWriteOutput = 74
  /// 75
  case gaveUpWaiting = 75
  /// 76
  case protocolFault = 76
  /// 77
  case notPermitted = 77
  /// 78
  case badConfiguration = 78

  /// The meaning in one line, as chatnet(1) prints it.
  public var meaning: String {
    switch self {
    case .done: "done"
    case .answerIsNo: "the answer is no (who NAME)"
    case .usage: "usage: an unknown option, a bad number, a missing value"
    case .badInput: "bad input data"
    case .cannotReadInput: "cannot read an input file"
    case .noSuchTarget: "no such user or room"
    case .unknownHost: "unknown host"
    case .noConnection: "cannot connect or listen, or the connection was lost"
    case .nameRefused: "the name is taken or refused"
    case .cannotWriteOutput: "cannot write output"
    case .gaveUpWaiting: "gave up waiting; try again"
    case .protocolFault: "the peer does not speak the protocol"
    case .notPermitted: "not permitted: password, ban, kicked"
    case .badConfiguration: "the configuration file, a certificate or a key is wrong"
    }
  }
}
