import Glibc
import Testing

@Suite("A log and a feed outlive a server that is killed again and again")
struct OutageTests {
  /// What is demanded of the numbers that the server accepted.
  private enum Demand {
    /// Each is in the log once and in order, or in a gap that the log tells of.
    case gapsAreSaid
    /// Each is in the log once and in order.
    case noGaps
  }

  /// A server that keeps no history over a restart cannot give back what it had accepted and not delivered.
  private static let demand = Demand.gapsAreSaid
  private static let kills = 10
  private static let messagesBetweenKills = 20

  /// Sends 1, 2, 3 and so on, each by a `send` of its own, until the file `stop` is there; then whatever is left. What
  /// it prints is the last number.
  private static let feed = """
    cd "$HOME"
    number=0
    while [ ! -e stop ]; do
      number=$((number + 1))
      echo "$number" | chatnet send -u feeder --unsent unsent -r lobby 2>>errors
    done
    until chatnet send -u feeder --unsent unsent -r lobby </dev/null 2>>errors; do :; done
    echo "$number"
    """

  @Test("what send had accepted is in the log of join --resume once and in order, and each gap is said")
  func tenKills() throws {
    let folder = try TemporaryFolder()
    var servers = [try ChatServer(folder: folder)]
    let log = try servers[0].join("scribe", "--resume", "log", "--no-input")
    let feeder = try servers[0].start(["/bin/sh", "-c", Self.feed])

    var records: [Record] = []
    for _ in 0..<Self.kills {
      records += try Self.read(Self.messagesBetweenKills, from: log)
      let server = servers[servers.count - 1]
      server.child.process.signal(SIGKILL)
      #expect(try server.child.process.exitStatus() == 128 + SIGKILL)
      servers.append(try ChatServer(port: String(server.port), folder: folder))
    }
    records += try Self.read(Self.messagesBetweenKills, from: log)
    try folder.write("", to: "home/stop")
    let fed = try feeder.finish()
    #expect(fed.status == 0, "\(fed.errors)")
    let last = fed.output.split(separator: "\n").first.map(String.init) ?? ""
    if records.last(where: { $0.event == "message" })?.text != last {
      records += try log.records(awaiting: "number \(last)") { $0.event == "message" && $0.text == last }
    }
    #expect(records.filter { $0.event == "lost" }.count == Self.kills)
    #expect(Self.faults(of: records, last: Int(last)) == [])
  }

  /// The records up to and with the `count`th message.
  private static func read(_ count: Int, from log: Participant) throws -> [Record] {
    var left = count
    return try log.records(by: .seconds(60), awaiting: "\(count) messages") { record in
      if record.event == "message" { left -= 1 }
      return left == 0
    }
  }

  /// What is wrong with the numbers of a log.
  private static func faults(of records: [Record], last: Int?) -> [String] {
    var faults: [String] = []
    var expected = 1
    var gapIsSaid = false
    for record in records {
      if record.event == "resumed" { gapIsSaid = demand == .gapsAreSaid && !record.text.isEmpty }
      guard record.event == "message", let number = Int(record.text) else { continue }
      if number < expected { faults.append("\(number) is there again, or too late") }
      if number > expected && !gapIsSaid { faults.append("\(expected) to \(number - 1) are missing") }
      expected = number + 1
      gapIsSaid = false
    }
    if let last, expected != last + 1 { faults.append("the log ends before \(last)") }
    return faults
  }
}
