# The second table of what servers.sh has measured: rooms from small to large, and what a delivery consists of.

def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;

def of($server; $scenario; $metric):
  [.[] | select(.server == $server and .scenario == $scenario) | .[$metric] // empty] | median;

def decimals: if . == null then "–" else (. * 1000 | round | tostring | ("000" + .)[-([length, 4] | max):])
  | .[:-3] + "." + .[-3:] end;

def percent: if . == null then "–" else "\(. * 100 | round) %" end;

def ratio($one; $other): if $one == null or $other == null then "–"
  else $one / $other * 100 | round | (. / 100 | floor | tostring) + "." + ("0" + (. % 100 | tostring))[-2:] end;

. as $runs
| "| members | floor, µs a delivery | chatnet | InspIRCd | chatnet / floor | chatnet / InspIRCd | of it the kernel: floor | chatnet | InspIRCd |",
  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  ("", "-tags") as $tags
  | (10, 100, 1000, 10000) as $members
  | "room\($members)\($tags)" as $scenario
  | [("floor", "chatnet", "inspircd") as $server | $runs | of($server; $scenario; "cpu_us_per_delivery")] as $cpu
  | [("floor", "chatnet", "inspircd") as $server | $runs | of($server; $scenario; "system_share")] as $system
  | select($cpu[1] != null)
  | "| \($members)\(if $tags == "" then "" else ", tags" end) | "
    + ([$cpu[] | decimals] + [ratio($cpu[1]; $cpu[0]), ratio($cpu[1]; $cpu[2])] + [$system[] | percent] | join(" | "))
    + " |"
