/// Which passwords an errand needs, and how a line gives them.
extension AccountErrand {
  /// Whether the password is missing by which the account is proven.
  var lacksProof: Bool { logsIn && secret == nil }

  /// The password that was chosen for the account, if it gets one.
  var chosen: [UInt8]? { purpose == .password ? newSecret : secret }

  /// Whether all that it needs is there.
  var hasSecrets: Bool { !lacksProof && (purpose == .login || chosen != nil) }

  /// The account gets that password.
  mutating func choose(_ password: [UInt8]) {
    if purpose == .password { newSecret = password } else { secret = password }
  }

  /// The line that gives all of it.
  var usage: String {
    switch purpose {
    case .login: "/login NAME PASSWORD"
    case .register: "/register NAME * PASSWORD"
    case .verify: "/verify NAME CODE"
    case .password: isOfLogin ? "/passwd NEW" : "/passwd OLD NEW"
    }
  }
}
