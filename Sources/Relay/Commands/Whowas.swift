import Wire

/// WHOWAS: whether an account of that name has been here, for which a message would wait.
extension Relay {
  func whowas(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let name = line.extracting(request[0].range)
    if name.isEmpty { return reply(.noNicknameGiven, "no name is given") }
    guard let user = request.session.user, configuration.node.hasStore, NameRules.fault(name) == nil
    else {
      return replyWhowas([UInt8](copying: name), .nobody)
    }
    let query = AddresseeQuery(name: [UInt8](copying: name), sender: user.account)
    ask(.history(.addressee(query)), for: request.session, .whowas(name: query.name))
  }

  /// Tells what was found out.
  func replyWhowas(_ name: [UInt8], _ addressee: Addressee?) {
    if let account = addressee?.account {
      reply(.whowasUser) { output in
        output += name
        output.append(" ")
        append(subject: Array(account.name.utf8).span, to: &output)
        output.append(account.realm == .network ? " * * :" : " localhost * :")
        output += Array(account.name.utf8)
      }
    } else {
      reply(.wasNoSuchNick, about: name, "there was no such user")
    }
    reply(.endOfWhowas, about: name, "end of whowas")
  }
}
