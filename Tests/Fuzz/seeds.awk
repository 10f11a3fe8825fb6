# Writes pieces of a recorded day (Tests/RelayTests/Recorded/day.txt) as fuzz inputs (Script.swift), one a line, each
# byte that is no text as \xHH: piece by piece, with each setting.

# The first byte of a step.
function op(kind) { return sprintf("\\x%02x", kind * 8 + seat) }

function step(text) { piece = piece text "\\xff" }

/^#/ { next }

{
  split($3, sessions, /[.,]/)
  seat = sessions[1] % 8
  rest = substr($0, length($1 $2 $3 $4) + 5)
}

$4 == "opened" { step($5 == "local" ? op(1) sprintf("\\x%02x", $6 - 1000 > 0 ? 2 : 0) : op(0) "\\x00") }
$4 == "closed" { step(op(2)) }
$4 == "idle" { step(op(4)) }
$4 == "overflow" { step(op(5)) }
$4 == "answer" { step(op(6) "\\x00") }
$4 == "overlong" { step(op(11) "x"); step(op(12) "\\x0d\\x0a") }
$4 == "stop" { step(op(9)) }
$4 == "line" && rest !~ /\\xff/ { step(op(12) rest "\\x0d\\x0a") }
++inputs % 24 == 0 { flush_piece() }

END { flush_piece() }

function flush_piece() {
  step(op(8))
  if (pieces == 0) print "\\x40" piece
  # Company, a crowd, with requests that wait, with facts, and with rooms that are open.
  else print "\\x" substr("01020517414245", 1 + 2 * (pieces % 7), 2) piece
  pieces++
  piece = ""
}
