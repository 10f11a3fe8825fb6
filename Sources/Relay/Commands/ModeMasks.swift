import Wire

/// MODE of the lists of a room: bans, exceptions from them, and who needs no invitation.
extension Relay {
  func maskChange(
    of list: MaskList, _ isSet: Bool, _ given: [UInt8], _ room: Room, _ user: User
  ) -> ModeChange.Kind? {
    if given.isEmpty {
      replyMasks(of: list, room)
      return nil
    }
    guard given.count <= RelayLimit.mask, !given.contains(0x20), given[0] != 0x3A else {
      return refuse(
        given, of: list.text, room, "a ban needs a mask of at most 200 bytes without spaces")
    }
    let mask = Relay.completed(given)
    if room[list].contains(where: { ASCIIFold.equal($0.mask, mask) }) == isSet {
      noteNothingChanged(list, isSet, mask, room)
      return nil
    }
    if isSet, !configuration.network.showsHosts, Relay.isAddress(hostOf: mask) {
      return refuse(
        mask, of: list.text, room,
        "this fits nobody: addresses are hidden here, and a ban takes the host that WHOIS shows")
    }
    if isSet, room.maskCount >= RelayLimit.bans {
      reply(.banListFull) { output in
        output += room.name
        output.append(" ")
        output.append(list.letter)
        output.append(" :the list of bans is full")
      }
      return nil
    }
    return .entry(list, Ban(mask: mask, setBy: user.name, setAt: now.time))
  }

  private func noteNothingChanged(_ list: MaskList, _ isSet: Bool, _ mask: [UInt8], _ room: Room) {
    note("MODE ", isSet ? "BANNED_ALREADY" : "NO_SUCH_BAN", about: room.name) { output in
      output += mask
      switch (list, isSet) {
      case (.bans, true): output.append(" is banned already")
      case (.bans, false): output.append(" is not among the bans of this room, which MODE +b lists")
      case (_, true): output.append(" is in this list already")
      case (_, false):
        output.append(" is not in this list, which MODE +")
        output.append(list.letter)
        output.append(" shows")
      }
    }
  }

  /// The room that those go to who may not come in here: one that the asker operates too.
  func forwardChange(
    _ isSet: Bool, _ name: [UInt8], _ room: Room, _ user: User
  ) -> ModeChange.Kind? {
    guard isSet else { return room.forward == nil ? nil : .forward(nil) }
    guard let other = self.room(named: name.span), Policy.isVisible(other, to: user), other !== room else {
      return refuse(name, of: "f", room, "+f needs the name of another room that is there")
    }
    if Policy.refusal(toOperate: other, user) != nil {
      reply(
        .channelPrivilegesNeeded, about: other.name, "only its own operators may let a room be forwarded to")
      return nil
    }
    return room.forward == other.name ? nil : .forward(other.name)
  }

  /// A mask of all three parts: `bob` is `bob!*@*`, and what no name may hold, such as `192.0.2.7`, is a host.
  private static func completed(_ mask: [UInt8]) -> [UInt8] {
    let extended = ExtendedMask(mask)
    if extended.start > 0 {
      // What an account or a real name is compared with is no source.
      if extended.subject != .source { return mask }
      return mask[..<extended.start] + completed(Array(mask[extended.start...]))
    }
    if mask.contains(UInt8(ascii: "!")) { return mask }
    if mask.first == UInt8(ascii: "@") { return Array("*!*".utf8) + mask }
    if mask.contains(UInt8(ascii: "@")) { return Array("*!".utf8) + mask }
    if mask.contains(where: { ".:".utf8.contains($0) }) { return Array("*!*@".utf8) + mask }
    return mask + Array("!*@*".utf8)
  }

  /// Whether the host of a mask is a numeric address of a network, or the beginning of one.
  private static func isAddress(hostOf mask: [UInt8]) -> Bool {
    guard let at = mask.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let host = mask[(at + 1)...].prefix { !"*?/".utf8.contains($0) }
    if host.starts(with: "127.".utf8) || host.elementsEqual("::1".utf8) || host.elementsEqual("0::1".utf8) {
      return false
    }
    let isNumeric = host.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    return host.contains(0x3A) || isNumeric && host.contains(0x2E)
  }

  func replyMasks(of list: MaskList, _ room: Room) {
    for ban in room[list] {
      reply(list.numeric) { output in
        for part in [room.name, ban.mask, ban.setBy] {
          output += part
          output.append(" ")
        }
        output.append(decimal: Int(ban.setAt.milliseconds / 1000))
      }
    }
    reply(list.endNumeric, about: room.name, list == .bans ? "end of bans" : "end of the list")
  }
}

extension MaskList {
  fileprivate var text: StaticString {
    switch self {
    case .bans: "b"
    case .exceptions: "e"
    case .invitations: "I"
    }
  }

  fileprivate var numeric: Numeric {
    switch self {
    case .bans: .banList
    case .exceptions: .exceptList
    case .invitations: .invexList
    }
  }

  fileprivate var endNumeric: Numeric {
    switch self {
    case .bans: .endOfBanList
    case .exceptions: .endOfExceptList
    case .invitations: .endOfInvexList
    }
  }
}
