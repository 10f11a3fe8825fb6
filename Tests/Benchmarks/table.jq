# The table of what servers.sh has measured: a median for each server, and chatnet's ratio to the floor and to
# InspIRCd, which is the median of the ratios within one round, since a noisy machine is noisy to both.

def rows: [
  ["room100", "room of 100, 4 writers"],
  ["room100-tags", "room of 100, 4 writers, tags"],
  ["room1000", "room of 1,000, 4 writers"],
  ["room1000-tags", "room of 1,000, 4 writers, tags"],
  ["one", "room of 100, one message at a time"],
  ["one-tags", "room of 100, one message at a time, tags"],
  ["private", "private, 50 pairs"],
  ["private-tags", "private, 50 pairs, tags"],
  ["pace", "room of 200, 200 messages/s"],
  ["pace-tags", "room of 200, 200 messages/s, tags"],
  ["burst", "room of 100, long lines to another"],
  ["stopped", "room of 100, long lines to one who does not read"],
  ["arrive2000", "2,000 clients"],
  ["arrive5000", "5,000 clients"],
  ["arrive15000", "15,000 clients"],
  ["vanish2000", "room of 2,000, all but 4 vanish"],
  ["vanish5000", "room of 5,000, all but 4 vanish"],
  ["vanish8000", "room of 8,000, all but 4 vanish"]
];

# The name, what it is called, by what it is divided, and its decimals.
def metrics: [
  ["deliveries_per_s", "M deliveries/s", 1e6, 2],
  ["messages_per_s", "k messages/s", 1e3, 1],
  ["cpu_us_per_delivery", "server CPU, µs a delivery", 1, 3],
  ["p50_us", "p50, µs", 1, 0],
  ["p99_us", "p99, µs", 1, 0],
  ["closed_s", "closed after, s", 1, 1],
  ["register_s", "register, s", 1, 2],
  ["register_cpu_us", "register, server CPU µs each", 1, 1],
  ["kb_per_connection", "idle, KB a connection", 1, 2],
  ["join_s", "join one room, s", 1, 2],
  ["join_cpu_s", "join one room, server CPU s", 1, 2],
  ["vanish_s", "until all are told, s", 1, 2],
  ["vanish_cpu_s", "server CPU, s", 1, 3]
];

# Of some measures a kind of scenario says nothing that another does not say better.
def says_little($scenario; $metric):
  ($scenario | startswith("one") or startswith("pace") or . == "burst" or . == "stopped") and $metric == "deliveries_per_s"
  or ($scenario | startswith("room")) and $metric == "messages_per_s"
  or ($scenario | startswith("private")) and $metric == "deliveries_per_s";

def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;

def decimals($count): . as $value | pow(10; $count) as $power
  | ($value * $power | round) as $scaled
  | if $count == 0 then "\($scaled)"
    else ($scaled / $power | floor | tostring) + "."
      + ("000" + ($scaled % $power | tostring))[-$count:] end;

def numbers($server; $metric): [.[] | select(.server == $server and .[$metric] != null) | .[$metric]];

# A run that was given up is not tried again, so what came before it is no median.
def cell($server; $metric; $divisor; $count):
  [.[] | select(.server == $server)] as $own
  | ($own | map(select(.[$metric] == null) | .over // empty) | last) as $over
  | ($own | numbers($server; $metric) | median) as $value
  | if $over then "over \($over) s"
    elif $value != null then $value / $divisor | decimals($count)
    elif any($own[]; .failed) then "failed"
    else "–" end;

def ratio($other; $metric):
  [group_by(.round)[] | (numbers("chatnet"; $metric)[0]) as $ours | (numbers($other; $metric)[0]) as $theirs
    | select($ours != null and $theirs != null and $theirs > 0) | $ours / $theirs]
  | median | if . == null then "–" else decimals(2) end;

. as $runs
| "| | floor | chatnet | InspIRCd | ngIRCd | chatnet / floor | chatnet / InspIRCd |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
  (rows[] as [$scenario, $title]
    | [$runs[] | select(.scenario == $scenario)]
    | metrics[] as [$metric, $unit, $divisor, $count]
    | select(any(.[]; .[$metric] != null) and (says_little($scenario; $metric) | not))
    | "| \($title): \($unit) | "
      + ([("floor", "chatnet", "inspircd", "ngircd") as $server | cell($server; $metric; $divisor; $count)]
        + [ratio("floor"; $metric), ratio("inspircd"; $metric)] | join(" | ")) + " |")
