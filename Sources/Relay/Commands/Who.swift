import Wire

/// WHO, with the fields of WHOX where they are asked for (IRCv3 whox).
extension Relay {
  func who(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let mask = line.extracting(request[0].range)
    let query = WhoQuery(line.extracting(request[1].range))
    if RoomRules.isRoom(mask) {
      guard let room = room(named: mask), Policy.isVisible(room, to: user) else {
        return reply(.endOfWho, about: mask, "end of who")
      }
      answer(.members(room, query), about: [UInt8](copying: mask))
    } else if let found = seenUser(mask) {
      if query.fits(found) { replyWho(found, sharedMembership(found, user), query) }
      reply(.endOfWho, about: mask, "end of who")
    } else {
      answer(.users(mask: [UInt8](copying: mask), query), about: [UInt8](copying: mask))
    }
  }

  /// Tells of the members of a room, from a number on and while that holds.
  ///
  /// - Returns: The number to go on from, or nil.
  func replyWho(
    members room: Room, _ query: WhoQuery, from serial: UInt64, to user: User, while goesOn: () -> Bool
  ) -> UInt64? {
    room.members.forEach(from: serial) { membership in
      if Policy.isListed(membership.user, to: user, in: room), query.fits(membership.user) {
        replyWho(membership.user, membership, query)
      }
      return goesOn()
    }
  }

  /// Tells of the users that a mask fits, from a number on and while that holds.
  ///
  /// - Returns: The number to go on from, or nil.
  func replyWho(
    users mask: [UInt8], _ query: WhoQuery, from serial: UInt64, to user: User, while goesOn: () -> Bool
  ) -> UInt64? {
    let isAll = mask.isEmpty || mask == [UInt8(ascii: "*")] || mask == [UInt8(ascii: "0")]
    return network.arrivals.forEach(from: serial) { found in
      outbox.add(work: Relay.workOfLook)
      guard found.isSeen, query.fits(found), Policy.isListed(found, to: user) else { return goesOn() }
      if !isAll {
        // Four are looked at, of which most users have two that are long.
        outbox.add(work: 2 * Mask.cost)
        guard
          Mask.matches(mask.span, found.name) || Mask.matches(mask.span, found.host)
            || Mask.matches(mask.span, found.userName) || Mask.matches(mask.span, found.realName)
        else { return goesOn() }
      }
      replyWho(found, sharedMembership(found, user), query)
      return goesOn()
    }
  }

  /// What it costs to look at a user or a room.
  static let workOfLook = 1

  /// Where `found` is in a room that `user` may know of.
  private func sharedMembership(_ found: User, _ user: User) -> Membership? {
    outbox.add(work: found.memberships.count)
    return found.memberships.first { Policy.isVisible($0.room, to: user) }
  }

  private func replyWho(_ user: User, _ membership: Membership?, _ query: WhoQuery) {
    if query.isExtended { return replyWhoSpecial(user, membership, query) }
    reply(.whoReply) { output in
      output += membership?.room.name ?? [UInt8(ascii: "*")]
      for field in [user.userName, user.host, self.serverName, user.name] {
        output.append(" ")
        output += field
      }
      output.append(" ")
      appendFlags(user, membership, to: &output)
      output.append(" :0 ")
      output += user.realName
    }
  }

  private func replyWhoSpecial(_ user: User, _ membership: Membership?, _ query: WhoQuery) {
    reply(.whoSpecialReply) { output in
      let start = output.count
      for field in WhoQuery.order where query.fields.contains(field) {
        if output.count > start { output.append(" ") }
        append(field, of: user, membership, query, to: &output)
      }
    }
  }

  private func append(
    _ field: UInt8, of user: User, _ membership: Membership?, _ query: WhoQuery, to output: inout LineBuffer
  ) {
    switch field {
    case UInt8(ascii: "t"): output += query.token
    case UInt8(ascii: "c"): output += membership?.room.name ?? [UInt8(ascii: "*")]
    case UInt8(ascii: "u"): output += user.userName
    case UInt8(ascii: "i"): output += user.isLocal ? Array("255.255.255.255".utf8) : user.host
    case UInt8(ascii: "h"): output += user.host
    case UInt8(ascii: "s"): output += serverName
    case UInt8(ascii: "n"): output += user.name
    case UInt8(ascii: "f"): appendFlags(user, membership, to: &output)
    case UInt8(ascii: "d"): output.append("0")
    case UInt8(ascii: "l"): output.append(decimal: idleSeconds(user))
    case UInt8(ascii: "a"): append(subject: Array((user.account?.name ?? "0").utf8).span, to: &output)
    case UInt8(ascii: "o"): output.append("n/a")
    default:
      output.append(":")
      output += user.realName
    }
  }

  private func appendFlags(_ user: User, _ membership: Membership?, to output: inout LineBuffer) {
    output.append(user.awayReason == nil ? "H" : "G")
    if user.isServerOperator { output.append("*") }
    if let membership {
      output.append(membership.prefix(all: asker?.capabilities.contains(.multiPrefix) == true))
    }
    if user.isBot { output.append("B") }
  }

  /// Whole seconds since the user last said something.
  func idleSeconds(_ user: User) -> Int {
    max(0, Int((now.time.milliseconds - user.lastSpoke.milliseconds) / 1000))
  }
}

/// What a WHO asks for: `%fields[,token]`.
struct WhoQuery {
  /// The order in which the fields stand in a reply, whatever the order in which they are asked for.
  static let order = Array("tcuihsnfdlaor".utf8)

  var fields: [UInt8] = []
  var token: [UInt8] = []
  var isExtended = false
  /// Whether operators of the server alone are meant (`o`).
  var isOfOperators = false

  /// WHO as it has always been.
  init() {}

  /// Whether the user is one of those that are asked for.
  func fits(_ user: User) -> Bool { !isOfOperators || user.isServerOperator }

  init(_ bytes: Span<UInt8>) {
    let percent = Bytes.firstIndex(of: UInt8(ascii: "%"), in: bytes)
    let flags = bytes.extracting(..<(percent ?? bytes.count))
    isOfOperators = Bytes.firstIndex(of: UInt8(ascii: "o"), in: flags) != nil
    guard let percent else { return }
    isExtended = true
    let comma = Bytes.firstIndex(of: UInt8(ascii: ","), in: bytes, from: percent) ?? bytes.count
    fields = [UInt8](copying: bytes.extracting((percent + 1)..<comma))
    let digits = [UInt8](copying: bytes.extracting(min(comma + 1, bytes.count)..<bytes.count))
    let isToken = (1...3).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    token = isToken ? digits : [UInt8(ascii: "0")]
  }
}
