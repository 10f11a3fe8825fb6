import Wire

/// OPER: who runs the server is an operator of the rooms that always exist.
extension Relay {
  /// OPER takes no parameters here: those that clients send are the name and the password that other servers ask for.
  func oper(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if let refusal = Policy.refusal(toOperateServer: user, configuration.network.operators) {
      return reply(.noOperatorHere) { output in
        output.append(":")
        output += Array(refusal.utf8)
      }
    }
    if !user.isServerOperator { happen(.empowered(user)) }
    reply(.youAreOperator, "you are an operator of this server, and of the rooms that always exist")
    for membership in user.memberships where membership.room.isPermanent {
      promote(user, in: membership.room)
    }
  }

  /// Makes a user an operator of a room that it is in where it is one whenever it is there.
  func promote(_ user: User, in room: Room) {
    guard Policy.owns(user, room), user.membership(in: room)?.isOperator == false else { return }
    happen(.promoted(user, room))
  }
}
