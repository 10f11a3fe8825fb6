# The dearest line that we know of each verb. Read by the scripts beside it.
# shellcheck shell=bash

# Calls a function with each: a name, what is said before (lines), and the line. In these % stands for the number of
# who speaks, whose name is b%.
dearest_lines() {
  local each=$1 masks marked room
  masks=$(for group in {1..12}; do
    printf 'MODE #own%% +bbbbbbbb'
    for letter in a b c d e f g h; do printf ' *?????????????????????????????????q%s%s*' "$group" "$letter"; done
    echo
  done)
  marked=$(for name in 1 2 3 4 5 6 7; do
    printf ,%s "$name"
    for letter in a e i o u y A; do printf '%s\u0301\u0323\u0302\u0316' "$letter"; done
  done)
  marked=${marked:1}
  room=$(printf 'JOIN #own%%\nMODE #own%% -nt\n%s' "$masks")
  "$each" PING '' 'PONG x'
  "$each" PRIVMSG 'JOIN #big' 'PRIVMSG #big :x'
  # An operator is asked for no ban.
  "$each" PRIVMSG-bans "$room"$'\nMODE #own% -o b%' 'PRIVMSG #own% :x'
  "$each" PRIVMSG-list '' 'PRIVMSG b0,b1,b2,b3,b4,b5,b6,b7 :x'
  "$each" TAGMSG '' '@+typing=active TAGMSG b%'
  "$each" WHO-mask '' 'WHO *?????????????????????????????????????????????????q*'
  "$each" WHO-all '' 'WHO *'
  "$each" WHO-room 'JOIN #big' 'WHO #big %tcuihsnfdlaor,1'
  "$each" WHOIS 'JOIN #1,#2,#3,#4,#5,#6,#7,#8,#9,#10,#11,#12,#13,#14,#15,#16,#17,#18,#19,#20' 'WHOIS b%'
  "$each" LIST '' 'LIST'
  "$each" NAMES 'JOIN #big' 'NAMES'
  "$each" NAMES-list 'JOIN #big' 'NAMES #a,#b,#c,#d,#e,#f,#g,#h,#i,#j,#k,#l,#m,#n,#o,#p,#q,#r,#s,#t,#u,#v,#w,#x,#y,#z,#big'
  "$each" NICK 'JOIN #big' 'NICK other%'
  "$each" JOIN '' 'JOIN #1,#2,#3,#4,#5,#6,#7,#8,#9,#10,#11,#12,#13,#14,#15,#16,#17,#18,#19,#20,0'
  "$each" PART 'JOIN #big' 'PART #big'
  "$each" TOPIC 'JOIN #own%' 'TOPIC #own% :xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
  "$each" MODE "$room" 'MODE #own% b'
  "$each" MODE-change 'JOIN #own%' 'MODE #own% +bbbbbbbb-bbbbbbbb a b c d e f g h a b c d e f g h'
  "$each" KICK 'JOIN #own%' 'KICK #own% b0,b1,b2,b3,b4,b5,b6,b7,b8,b9'
  "$each" INVITE 'JOIN #own%' 'INVITE b0 #own%'
  "$each" AWAY 'JOIN #big' 'AWAY :x'
  "$each" MONITOR '' 'MONITOR + b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,b10,b11,b12,b13,b14,b15,b16,b17,b18,b19,*'
  # Letters with marks in an order that is not the canonical one, in names of the greatest length.
  "$each" MONITOR-marks '' "MONITOR + $marked"
  "$each" ISON-marks '' "ISON ${marked//,/ }"
  "$each" ISON '' 'ISON b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11 b12 b13 b14 b15 b16 b17 b18 b19 b20 b21 b22 b23 b24'
  "$each" USERHOST '' 'USERHOST b0 b1 b2 b3 b4'
  "$each" LUSERS '' 'LUSERS'
  "$each" VERSION '' 'VERSION'
  "$each" MOTD '' 'MOTD'
  "$each" CAP '' 'CAP LS 302'
  "$each" unknown '' 'XYZZY a b c d e f g h i j k l m n o p q r s t u v w x y z'
}
