/// Names an option to the program; the raw value is its long name without the dashes.
public enum OptionKey: String, CaseIterable, Hashable, Sendable {
  /// `--help`
  case help
  /// `--version`
  case version
  /// `--config FILE`
  case config

  /// `--port N`
  case port
  /// `--address ADDRESS`
  case address
  /// `--socket PATH|none`
  case socket
  /// `--name NAME`
  case name
  /// `--network NAME`
  case network
  /// `--motd FILE`
  case motd
  /// `--max-clients N`
  case maxClients = "max-clients"
  /// `--password-file FILE`
  case passwordFile = "password-file"

  /// `--server ADDRESS`
  case server
  /// `--host HOST`
  case host
  /// `--user NAME`
  case user
  /// `--room ROOM`
  case room
  /// `--timeout SECONDS`
  case timeout
  /// `--format text|tsv|json`
  case format
  /// `--json`, which is kept as `--format json`
  case json
  /// `--null`
  case null

  /// `--no-input`
  case noInput = "no-input"
  /// `--literal`
  case literal
  /// `--timestamps` and `--no-timestamps`
  case timestamps
  /// `--count N`
  case count
  /// `--color auto|always|never`
  case color
  /// `--no-bell`
  case noBell = "no-bell"

  /// `--message TEXT`
  case message
  /// `--notice`
  case notice
  /// `--action`
  case action
  /// `--no-split`
  case noSplit = "no-split"
  /// `--print-id`
  case printID = "print-id"

  /// `--long`
  case long
  /// `--quiet`
  case quiet

  /// The password itself. No option sets it, only the environment: argv is public on most systems.
  case password
}
