import Wire

/// LUSERS: how many are there.
extension Relay {
  func lusers(_ request: ReceivedCommand, _ line: Span<UInt8>) { replyLusers() }

  func replyLusers() {
    let users = network.seenUserCount
    reply(.luserClient) { output in
      output.append(":there are ")
      output.append(decimal: users - network.invisibleCount)
      output.append(" users and ")
      output.append(decimal: network.invisibleCount)
      output.append(" invisible on 1 servers")
    }
    reply(.luserOperators) { output in
      output.append(decimal: network.operatorCount)
      output.append(" :operators")
    }
    reply(.luserChannels) { output in
      output.append(decimal: network.allRooms.count)
      output.append(" :rooms")
    }
    reply(.luserMe) { output in
      output.append(":I have ")
      output.append(decimal: users)
      output.append(" clients and 0 servers")
    }
    replyCounts(.localUsers)
    replyCounts(.globalUsers)
  }

  private func replyCounts(_ numeric: Numeric) {
    reply(numeric) { output in
      output.append(decimal: network.seenUserCount)
      output.append(" ")
      output.append(decimal: counters.peakUsers)
      output.append(
        numeric == .localUsers ? " :local users, and the most so far" : " :global users, and the most so far")
    }
  }
}
