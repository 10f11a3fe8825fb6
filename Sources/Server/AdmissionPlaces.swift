/// How many connections there may be, by the descriptors that the process may have.
///
/// Some are kept back: for the files of the server itself, for the Unix socket, so that whoever takes all other places
/// leaves it alone, and for those who are told that there is no place.
struct AdmissionPlaces: Equatable {
  /// Places for all.
  let clients: Int
  /// Places beyond those for the Unix socket alone.
  let local: Int
  /// How many are told at once that there is no place for them.
  let refused: Int
  /// What the operator should know; nil where all fits.
  let warning: String?

  /// What the server itself has open: the poller, signals, listeners, standard streams, and what looking a login up
  /// takes.
  private static let own = 32

  /// - Parameters:
  ///   - descriptors: How many the process may have.
  ///   - wanted: How many clients were asked for; nil for as many as fit.
  init(descriptors: Int, wanted: Int?) {
    local = min(max(descriptors / 8, 4), 64)
    refused = min(max(descriptors / 32, 2), 32)
    let fitting = max(1, descriptors - AdmissionPlaces.own - local - refused)
    clients = min(wanted ?? fitting, fitting)
    guard let wanted, wanted > fitting else {
      warning = nil
      return
    }
    warning =
      "--max-clients \(wanted): \(fitting) fit into the \(descriptors) files that may be open, going on with "
      + "these (ulimit -n, or LimitNOFILE= of systemd, raises it)"
  }

  /// How many places one login may have over the Unix socket: the others find some whatever it does.
  var ofLogin: Int { (clients + local) * 3 / 4 }

  /// The descriptors that connections over TCP may take.
  var network: Int { clients + refused }

  /// From how many connections on places are nearly gone: then those that have not registered make way.
  var nearlyAll: Int { clients - max(1, clients / 16) }
}
