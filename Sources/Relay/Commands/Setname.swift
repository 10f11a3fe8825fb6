import Wire

/// SETNAME: a user gets another real name (IRCv3 setname).
extension Relay {
  func setname(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let given = line.extracting(request[0].range)
    if given.count > RelayLimit.realName {
      return refuseSetname("a real name has at most \(RelayLimit.realName) bytes")
    }
    // All rooms of the user are told of it, which is something said.
    guard Policy.maySpeakInAll(user) else {
      return refuseSetname("you are in a room where you may not speak: leave it first (/part)")
    }
    happen(.realNamed(user, to: [UInt8](copying: given)))
    guard request.session.capabilities.contains(.setname) else {
      return note("SETNAME ", "CHANGED", about: user.name) { $0.append("your real name is changed") }
    }
    // Others do not see it, so nobody was told, who asks for it neither.
    if request.session.isUnseen {
      replies.add { output in
        output += user.source
        output.append("SETNAME :")
        output += user.realName
      }
    }
  }

  private func refuseSetname(_ text: String) {
    replyFromServer { output in
      output.append("FAIL SETNAME INVALID_REALNAME :")
      output += Array(text.utf8)
    }
  }
}
