# The second table of what servers.sh has measured: rooms from small to large, and what part of a delivery is the
# kernel's. Ratios are medians of the ratios within one round.

def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;

def numbers($server; $metric): [.[] | select(.server == $server) | .[$metric] // empty];

def decimals($count): . as $value | pow(10; $count) as $power
  | if . == null then "–"
    else ($value * $power | round) as $scaled
      | "\($scaled / $power | floor)." + ("000" + ($scaled % $power | tostring))[-$count:] end;

def percent: if . == null then "–" else "\(. * 100 | round) %" end;

def ratio($other): [group_by(.round)[]
    | numbers("chatnet"; "cpu_us_per_delivery")[0] as $ours
    | numbers($other; "cpu_us_per_delivery")[0] as $theirs
    | select($ours != null and $theirs != null) | $ours / $theirs]
  | median | decimals(2);

. as $runs
| select(any(.[]; .scenario | startswith("room")))
| ["floor", "chatnet", "inspircd"] as $servers
| "| members | floor, µs a delivery | chatnet | InspIRCd | chatnet / floor | chatnet / InspIRCd "
    + "| the kernel's part: floor | chatnet | InspIRCd |",
  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  (("", "-tags") as $tags
    | (["10", "10"], ["100", "100"], ["1000", "1,000"], ["10000", "10,000"]) as [$members, $title]
    | [$runs[] | select(.scenario == "room\($members)\($tags)")]
    | select(numbers("chatnet"; "cpu_us_per_delivery") != [])
    | [$servers[] as $server | numbers($server; "cpu_us_per_delivery") | median | decimals(3)]
      + [ratio("floor"), ratio("inspircd")]
      + [$servers[] as $server | numbers($server; "system_share") | median | percent]
    | "| \($title)\($tags | sub("-"; ", ")) | " + join(" | ") + " |")
