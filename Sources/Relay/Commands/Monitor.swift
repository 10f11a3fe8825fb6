import Wire

/// MONITOR: who wants to be told when whom comes and goes (IRCv3 monitor). `*` in place of a name stands for everybody.
extension Relay {
  func monitor(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    let word = line.extracting(request[0].range)
    switch word.count == 1 ? ASCIIFold.upper(word[0]) : 0 {
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      if isEmptyList(request[1], of: line) { return replyParametersMissing(request, line) }
      if word[0] == UInt8(ascii: "+") {
        addMonitored(request, line)
      } else {
        removeMonitored(request, line)
      }
    case UInt8(ascii: "C"): monitors.removeAll(of: session)
    case UInt8(ascii: "L"): replyMonitored(by: session)
    case UInt8(ascii: "S"): replyPresence(of: session.watches.map(\.name))
    default: reply(.unknownError) { $0.append("MONITOR :it takes +, -, C, L or S") }
    }
  }

  private func addMonitored(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    var told: [[UInt8]] = []
    var refused: [[UInt8]] = []
    forEachItem(in: request[1], of: line) { place in
      outbox.add(work: Relay.workOfItem)
      let name = [UInt8](copying: line.extracting(place))
      if name == [UInt8(ascii: "*")] { return monitors.addEverybody(for: session) }
      countSpelling(of: name.span)
      let form = CanonicalForm.of(name)
      let isListed = session.watches.contains { ASCIIFold.equal($0.form, form) }
      // Of what cannot be a name it is told that it is not there, which it never will be.
      if !isListed, !isNobodys(name.span) {
        guard session.watches.count < RelayLimit.monitored else { return refused.append(name) }
        monitors.add(name, for: session)
      }
      told.append(name)
    }
    replyPresence(of: told)
    replyMonitorFull(refused)
  }

  /// Whether nobody can have the name. Of those that only look like a service's it does not find out: that is dear.
  private func isNobodys(_ name: Span<UInt8>) -> Bool {
    (Bytes.isASCII(name) ? NameRules.fault(name) : NameRules.faultOfForm(name)) != nil
  }

  private func removeMonitored(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    forEachItem(in: request[1], of: line) { place in
      let name = [UInt8](copying: line.extracting(place))
      if name == [UInt8(ascii: "*")] {
        monitors.removeEverybody(for: request.session)
      } else {
        monitors.remove(name, for: request.session)
      }
    }
  }

  /// Says which of the names are there and which are not.
  private func replyPresence(of names: [[UInt8]]) {
    var online: [User] = []
    var offline: [[UInt8]] = []
    for name in names {
      if let user = seenUser(name.span) { online.append(user) } else { offline.append(name) }
    }
    replyNames(.monOnline, count: online.count) { index, line in
      line += online[index].source[1..<(online[index].source.count - 1)]
    }
    replyNames(.monOffline, count: offline.count) { index, line in line += offline[index] }
  }

  private func replyMonitored(by session: Session) {
    let everybody = session.watchOfEverybody == nil ? [] : [[UInt8(ascii: "*")]]
    let names = everybody + session.watches.map(\.name)
    replyNames(.monList, count: names.count) { index, line in line += names[index] }
    reply(.endOfMonList, "end of monitor list")
  }

  private func replyNames(_ numeric: Numeric, count: Int, name: (Int, inout LineBuffer) -> Void) {
    if count == 0 { return }
    replyWords(numeric, count: count, separator: ",", head: { $0.append(":") }, word: name)
  }

  private func replyMonitorFull(_ refused: [[UInt8]]) {
    if refused.isEmpty { return }
    replyWords(.monListFull, count: refused.count, separator: ",", tail: " :the monitor list is full") {
      line in
      line.append(decimal: RelayLimit.monitored)
      line.append(" ")
    } word: { index, line in
      line += refused[index]
    }
  }

  /// Tells those who watch for a user that it has come, under the name that it has now, or that a name has gone.
  func tellMonitors(_ name: [UInt8], arrived user: User?) {
    if monitors.isEmpty { return }
    told.removeAll()
    var watching = Recipients()
    monitors.forEachWatcher(of: name) { if told.insert($0.slot) { watching.add($0) } }
    spread(to: watching, isUrgent: false) { lane, line in
      tagText.append(lane: lane, time: now.time, to: &line)
      line.append(":")
      line += serverName
      line.append(user == nil ? " 731 * :" : " 730 * :")
      if let user { line += user.source[1..<(user.source.count - 1)] } else { line += name }
      line.append("\r\n")
    }
  }
}
