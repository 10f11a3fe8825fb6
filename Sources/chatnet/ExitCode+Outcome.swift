import Client
import Options

extension ExitCode {
  /// The code for how a client ended.
  init(_ outcome: Outcome) {
    self =
      switch outcome {
      case .done: .done
      case .answerIsNo: .answerIsNo
      case .badInput: .badInput
      case .noSuchTarget: .noSuchTarget
      case .unknownHost: .unknownHost
      case .noConnection: .noConnection
      case .nameRefused: .nameRefused
      case .cannotReadInput: .cannotReadInput
      case .cannotWriteOutput: .cannotWriteOutput
      case .gaveUpWaiting: .gaveUpWaiting
      case .protocolFault: .protocolFault
      case .notPermitted: .notPermitted
      }
  }
}
