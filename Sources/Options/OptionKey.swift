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
  /// `--room-modes MODES`
  case roomModes = "room-modes"
  /// `--room-days N`
  case roomDays = "room-days"
  /// `--data DIR`
  case data
  /// `--history-days N`
  case historyDays = "history-days"
  /// `--list`
  case list
  /// `--export WHO`
  case export
  /// `--erase WHO`
  case erase
  /// `--sync`
  case sync
  /// `--operator login:NAME`
  case `operator`
  /// `--show-hosts`
  case showHosts = "show-hosts"
  /// `--max-clients N`
  case maxClients = "max-clients"
  /// `--per-address N`
  case perAddress = "per-address"
  /// `--trust CIDR`
  case trust
  /// `--password-file FILE`
  case passwordFile = "password-file"
  /// `--password-command COMMAND`
  case passwordCommand = "password-command"

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
  /// `--input lines|tsv|json`
  case input
  /// `--linger SECONDS`
  case linger
  /// `--history N`, and of `serve` `--history none|rooms|all`
  case history
  /// `--since WHEN`
  case since
  /// `--resume NAME`
  case resume
  /// `--exec COMMAND`
  case exec
  /// `--exec-history`
  case execHistory = "exec-history"
  /// `--exec-notices`
  case execNotices = "exec-notices"
  /// `--exec-bots`
  case execBots = "exec-bots"
  /// `--exec-retry N`
  case execRetry = "exec-retry"
  /// `--bridge NAME`
  case bridge
  /// `--retry SECONDS|never|forever`
  case retry

  /// `--cr keep|split|refuse`
  case carriageReturns = "cr"

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
  /// `--online`
  case online
  /// `--whole`
  case whole
  /// `--unsent FILE`
  case unsent
  /// `--reply SECONDS`
  case reply

  /// `--long`
  case long
  /// `--quiet`
  case quiet
  /// `--watch`
  case watch
  /// `--wait`
  case wait
  /// `--rooms`
  case rooms

  /// The password itself. No option sets it, only the environment: argv is public on most systems.
  case password
}
