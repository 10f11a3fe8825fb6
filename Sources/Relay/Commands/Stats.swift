import Wire

/// STATS: `u` tells for how long the server runs. What else others tell by it is nobody's business, or told by LUSERS.
extension Relay {
  func stats(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let letter = line.extracting(request[0].range)
    if Bytes.equal(letter, "u") {
      let seconds = max(
        0, (now.time.milliseconds - configuration.node.startedAt.milliseconds) / 1000)
      reply(.statsUptime) { output in
        output.append(":Server Up ")
        output.append(decimal: Int(seconds / 86_400))
        output.append(" days ")
        output.append(decimal: Int(seconds / 3600 % 24))
        for part in [seconds / 60 % 60, seconds % 60] {
          output.append(":")
          output.append(decimal: Int(part), width: 2)
        }
      }
    }
    reply(.endOfStats, about: letter, "end of stats")
  }
}
