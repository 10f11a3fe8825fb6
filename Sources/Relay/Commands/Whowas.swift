import Wire

/// WHOWAS: who was here by a name, and whether a message would wait for an account of that name.
extension Relay {
  func whowas(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let name = line.extracting(request[0].range)
    if name.isEmpty { return reply(.noNicknameGiven, "no name is given") }
    // What is no number above 0 asks for all.
    let count = Bytes.decimal(line.extracting(request[1].range)) ?? 0
    guard let user = request.session.user, configuration.node.hasStore, NameRules.fault(name) == nil
    else {
      return replyWhowas([UInt8](copying: name), count, .nobody)
    }
    let query = AddresseeQuery(name: [UInt8](copying: name), sender: user.account)
    ask(.history(.addressee(query)), for: request.session, .whowas(name: query.name, count: count))
  }

  /// Tells what was found out. An account is told by 330, and by a line of its own where nobody of it is remembered.
  func replyWhowas(_ name: [UInt8], _ count: Int, _ addressee: Addressee?) {
    outbox.add(work: RelayLimit.formerUsers / 4)
    let former = network.formerUsers.named(name.span, limit: count)
    for user in former { reply(user) }
    if let account = addressee?.account {
      if former.isEmpty {
        reply(.whowasUser) { output in
          output += name
          output.append(" ")
          append(subject: Array(account.name.utf8).span, to: &output)
          output.append(account.realm == .network ? " * * :" : " localhost * :")
          output += Array(account.name.utf8)
        }
      }
      reply(.whoisAccount) { output in
        output += name
        output.append(" ")
        append(subject: Array(account.name.utf8).span, to: &output)
        output.append(" :is an account, for which messages wait")
      }
    } else if former.isEmpty {
      reply(.wasNoSuchNick, about: name, "there was no such user")
    }
    reply(.endOfWhowas, about: name, "end of whowas")
  }

  private func reply(_ user: FormerUser) {
    reply(.whowasUser) { output in
      for part in [user.name, user.userName, user.host] {
        output += part
        output.append(" ")
      }
      output.append("* :")
      output += user.realName
    }
    reply(.whoisServer) { output in
      output += user.name
      output.append(" ")
      output += self.serverName
      output.append(" :")
      output += Array(user.leftAt.rfc3339.utf8)
    }
  }
}
