# fish completion for chatnet, written by its tests from the option table: do not edit.

# Whether the command on the line is the given one; without an argument: whether there is none yet.
function __chatnet_command_is
    set -l words (commandline -opc)
    set -l index 2
    while test $index -le (count $words)
        switch $words[$index]
            case --config
                set index (math $index + 1)
            case '-*'
            case '*'
                test "$words[$index]" = "$argv[1]"
                return
        end
        set index (math $index + 1)
    end
    test -z "$argv[1]"
end

function __chatnet_people
    __chatnet_ask | string replace -r '[ \t].*' ''
end

# Rooms go without their # unless one was typed: where a word begins with it, the rest of the line is a comment.
function __chatnet_rooms
    set -l names (__chatnet_ask --rooms | string replace -r '[ \t].*' '')
    if __chatnet_types_room
        string join \n -- $names
    else
        string replace -r '^#(?!#)' '' -- $names
    end
    true
end

function __chatnet_targets
    if __chatnet_types_room
        __chatnet_rooms
    else
        __chatnet_people
    end
end

function __chatnet_types_room
    string match -qr '^[\'"\\\\]?#' -- (commandline -ct)
end

# Asks the server that the line is about, silently and for a second or so at most.
function __chatnet_ask
    set -l words (string replace -r '^~/' "$HOME/" -- (commandline -opc))
    set -l program (string replace -r '(^|/)chatnet-[a-z]+$' '$1chatnet' -- $words[1])
    set -l options
    set -l index 2
    while test $index -le (count $words)
        switch $words[$index]
            case -s --server --host -p --port --password-file --config
                set -a options $words[$index] $words[(math $index + 1)]
                set index (math $index + 1)
            case '-s?*' '--server=*' '--host=*' '-p?*' '--port=*' '--password-file=*' '--config=*'
                set -a options $words[$index]
        end
        set index (math $index + 1)
    end
    command timeout -k 0.5 1.5 $program who --timeout 1 --format text $options $argv </dev/null 2>/dev/null
end

complete -c chatnet -f
complete -c chatnet -n __chatnet_command_is -a serve -d 'run a server'
complete -c chatnet -n __chatnet_command_is -a join -d 'take part: type on a terminal, or pipe lines in and records out'
complete -c chatnet -n __chatnet_command_is -a send -d 'send lines, and know that they arrived'
complete -c chatnet -n __chatnet_command_is -a who -d 'print who is online, one name a line'
complete -c chatnet -n __chatnet_command_is -a completions -d 'print the completion script for a shell'
complete -c chatnet -n __chatnet_command_is -a help -d 'explain a command'
complete -c chatnet -n '__chatnet_command_is help' -a 'serve join send who completions help'
complete -c chatnet -n '__chatnet_command_is send' -a '(__chatnet_targets)'
complete -c chatnet -n '__chatnet_command_is who' -a '(__chatnet_people)'
complete -c chatnet -n '__chatnet_command_is completions' -a 'bash zsh fish'

complete -c chatnet -n '__chatnet_command_is' -l config -r -F -d 'read options from this file'
complete -c chatnet -n '__chatnet_command_is' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is serve' -s p -l port -x -d 'TCP port to listen on, 0: any'
complete -c chatnet -n '__chatnet_command_is serve' -s a -l address -x -d 'listen here (*: all); repeatable (default: loopback)'
complete -c chatnet -n '__chatnet_command_is serve' -l socket -r -F -a 'none' -d 'listen on this Unix socket; none: on no socket'
complete -c chatnet -n '__chatnet_command_is serve' -l name -x -d 'call the server this'
complete -c chatnet -n '__chatnet_command_is serve' -l network -x -d 'call the network this'
complete -c chatnet -n '__chatnet_command_is serve' -l room -x -d 'a room that always exists (default: #lobby); repeatable; none'
complete -c chatnet -n '__chatnet_command_is serve' -l room-days -x -d 'keep a login\'s room so long after its last use; 0: for good'
complete -c chatnet -n '__chatnet_command_is serve' -l room-modes -x -d 'modes of new rooms: letters of CHMRUimnst, or none'
complete -c chatnet -n '__chatnet_command_is serve' -l operator -x -d 'who may /oper: login:bob, or NAME=FILE (a password); repeatable'
complete -c chatnet -n '__chatnet_command_is serve' -l data -r -F -a 'none' -d 'keep what is said in this folder; none: keep nothing'
complete -c chatnet -n '__chatnet_command_is serve' -l history -x -a 'none rooms all' -d 'of what is said keep this: none, rooms or all'
complete -c chatnet -n '__chatnet_command_is serve' -l history-days -x -d 'keep it for this many days; 0: for good'
complete -c chatnet -n '__chatnet_command_is serve' -l sync -d 'acknowledge only what a power cut leaves'
complete -c chatnet -n '__chatnet_command_is serve' -l list -d 'print of whom something is kept, and how much, and end'
complete -c chatnet -n '__chatnet_command_is serve' -l export -x -d 'print what is kept of login:NAME (account:, name:)'
complete -c chatnet -n '__chatnet_command_is serve' -l erase -x -d 'erase what is kept of login:NAME (account:, name:)'
complete -c chatnet -n '__chatnet_command_is serve' -l register -x -a 'open closed local' -d 'who may make accounts: open, closed, local'
complete -c chatnet -n '__chatnet_command_is serve' -l show-hosts -d 'show people\'s addresses to each other'
complete -c chatnet -n '__chatnet_command_is serve' -l motd -r -F -d 'greet those who arrive with this text'
complete -c chatnet -n '__chatnet_command_is serve' -l max-clients -x -d 'refuse more connections (default: what fits)'
complete -c chatnet -n '__chatnet_command_is serve' -l per-address -x -d 'connections that one address may have at once'
complete -c chatnet -n '__chatnet_command_is serve' -l trust -x -d 'do not count connections from there; repeatable'
complete -c chatnet -n '__chatnet_command_is serve' -l password-file -r -F -d 'ask for the password in this file\'s first line'
complete -c chatnet -n '__chatnet_command_is serve' -l tls-cert -r -F -d 'speak TLS too, showing this certificate (PEM)'
complete -c chatnet -n '__chatnet_command_is serve' -l tls-key -r -F -d 'its key (default: in the certificate\'s file)'
complete -c chatnet -n '__chatnet_command_is serve' -l tls-self-signed -d 'speak TLS too, by a certificate made here and kept'
complete -c chatnet -n '__chatnet_command_is serve' -l tls-port -x -d 'TCP port where TLS is spoken, 0: any'
complete -c chatnet -n '__chatnet_command_is serve' -l tls-sts -x -d 'have clients come by TLS alone for so long'
complete -c chatnet -n '__chatnet_command_is serve' -l ws-port -x -d 'speak WebSocket too, on this TCP port, 0: any'
complete -c chatnet -n '__chatnet_command_is serve' -l ws-origin -x -d 'let web pages of this origin connect there'
complete -c chatnet -n '__chatnet_command_is serve' -l proxy-trust -x -d 'proxies there say who comes (PROXY protocol)'
complete -c chatnet -n '__chatnet_command_is serve' -l ws-tls -d 'there by TLS (wss), with the certificate'
complete -c chatnet -n '__chatnet_command_is serve' -l config -r -F -d 'read options from this file'
complete -c chatnet -n '__chatnet_command_is serve' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is serve' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is join' -s r -l room -x -a '(__chatnet_rooms)' -d 'join #ROOM; repeatable (default: #lobby)'
complete -c chatnet -n '__chatnet_command_is join' -l input -x -a 'lines tsv json' -d 'standard input: lines, tsv or json'
complete -c chatnet -n '__chatnet_command_is join' -l no-input -d 'never read standard input'
complete -c chatnet -n '__chatnet_command_is join' -l literal -d 'take every line as text: no commands, no @bob'
complete -c chatnet -n '__chatnet_command_is join' -l count -x -d 'leave after N messages have come in'
complete -c chatnet -n '__chatnet_command_is join' -l linger -x -d 'stay so long after the end of the input'
complete -c chatnet -n '__chatnet_command_is join' -l history -x -d 'first print the last N messages of each room'
complete -c chatnet -n '__chatnet_command_is join' -l since -x -d 'first print what came since 10m ago, a time, an id'
complete -c chatnet -n '__chatnet_command_is join' -l resume -x -d 'go on after the last record of the run of that name'
complete -c chatnet -n '__chatnet_command_is join' -l retry -x -a 'never forever' -d 'retry a lost connection so long, never or forever'
complete -c chatnet -n '__chatnet_command_is join' -l exec -x -d 'run this for each message, its text on stdin'
complete -c chatnet -n '__chatnet_command_is join' -l exec-history -d 'run it for messages that were said before, too'
complete -c chatnet -n '__chatnet_command_is join' -l exec-notices -d 'run it for notices, too'
complete -c chatnet -n '__chatnet_command_is join' -l exec-bots -d 'run it for what bots say, too'
complete -c chatnet -n '__chatnet_command_is join' -l exec-retry -x -d 'run a command that failed again, N times at most'
complete -c chatnet -n '__chatnet_command_is join' -l bridge -x -d 'be a part of this bridge: pass over what passed it'
complete -c chatnet -n '__chatnet_command_is join' -l timestamps -d 'show times in text, or not (default: on a terminal)'
complete -c chatnet -n '__chatnet_command_is join' -l no-timestamps -d 'show times in text, or not (default: on a terminal)'
complete -c chatnet -n '__chatnet_command_is join' -l color -x -a 'auto always never' -d 'colour text: auto, always or never'
complete -c chatnet -n '__chatnet_command_is join' -l no-bell -d 'do not ring for private messages and mentions'
complete -c chatnet -n '__chatnet_command_is join' -l notify -x -d 'on a terminal: run this for what would ring, or osc9, osc777'
complete -c chatnet -n '__chatnet_command_is join' -l hide -x -d 'do not show these on a terminal: join,part,quit,nick'
complete -c chatnet -n '__chatnet_command_is join' -l highlight -x -d 'mark what holds this word as a mention; repeatable'
complete -c chatnet -n '__chatnet_command_is join' -l log -r -F -d 'add what is shown to this file, as records (TSV)'
complete -c chatnet -n '__chatnet_command_is join' -s s -l server -x -d 'host:port, irc://host, ircs://host or unix:PATH'
complete -c chatnet -n '__chatnet_command_is join' -l host -x -d 'the server\'s host (default: this one)'
complete -c chatnet -n '__chatnet_command_is join' -s p -l port -x -d 'the server\'s TCP port (default: 8080)'
complete -c chatnet -n '__chatnet_command_is join' -s u -s n -l user -l nick -x -d 'your name (default: the login name)'
complete -c chatnet -n '__chatnet_command_is join' -l timeout -x -d 'give up after so long without progress'
complete -c chatnet -n '__chatnet_command_is join' -l account -x -d 'log in to this account; the password is its'
complete -c chatnet -n '__chatnet_command_is join' -l password-file -r -F -d 'the password is this file\'s first line'
complete -c chatnet -n '__chatnet_command_is join' -l password-command -x -d 'the password is what this prints first'
complete -c chatnet -n '__chatnet_command_is join' -l format -x -a 'text tsv json' -d 'text, tsv or json (default: text on a terminal)'
complete -c chatnet -n '__chatnet_command_is join' -l json -d 'the same as --format json'
complete -c chatnet -n '__chatnet_command_is join' -s 0 -l null -d 'end each record with NUL, not newline'
complete -c chatnet -n '__chatnet_command_is join' -l cr -x -a 'keep split refuse' -d 'a CR in a line is a blank, an end, refused'
complete -c chatnet -n '__chatnet_command_is join' -l tls -d 'connect by TLS, as ircs://host does'
complete -c chatnet -n '__chatnet_command_is join' -l tls-fingerprint -x -d 'by TLS, and trust this certificate alone'
complete -c chatnet -n '__chatnet_command_is join' -l tls-trust-first -d 'by TLS; ask about a strange certificate, keep it'
complete -c chatnet -n '__chatnet_command_is join' -l tls-cert -r -F -d 'show the server this certificate (PEM)'
complete -c chatnet -n '__chatnet_command_is join' -l tls-key -r -F -d 'its key (default: in the certificate\'s file)'
complete -c chatnet -n '__chatnet_command_is join' -l config -r -F -d 'read options from this file'
complete -c chatnet -n '__chatnet_command_is join' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is join' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is send' -s r -l room -x -a '(__chatnet_rooms)' -d 'send to #ROOM; repeatable'
complete -c chatnet -n '__chatnet_command_is send' -s m -l message -x -d 'send this, and leave standard input alone'
complete -c chatnet -n '__chatnet_command_is send' -l notice -d 'send notices, which programs do not answer'
complete -c chatnet -n '__chatnet_command_is send' -l action -d 'send actions, as /me does'
complete -c chatnet -n '__chatnet_command_is send' -l no-split -d 'refuse over-long lines (65), do not split them'
complete -c chatnet -n '__chatnet_command_is send' -l whole -d 'send all of the input as one message'
complete -c chatnet -n '__chatnet_command_is send' -l print-id -d 'print the id of each message that was accepted'
complete -c chatnet -n '__chatnet_command_is send' -l online -d 'refuse what would wait for somebody not here'
complete -c chatnet -n '__chatnet_command_is send' -l unsent -r -F -d 'keep what was not accepted, for the next run'
complete -c chatnet -n '__chatnet_command_is send' -l reply -x -d 'wait so long for an answer, and print it'
complete -c chatnet -n '__chatnet_command_is send' -s s -l server -x -d 'host:port, irc://host, ircs://host or unix:PATH'
complete -c chatnet -n '__chatnet_command_is send' -l host -x -d 'the server\'s host (default: this one)'
complete -c chatnet -n '__chatnet_command_is send' -s p -l port -x -d 'the server\'s TCP port (default: 8080)'
complete -c chatnet -n '__chatnet_command_is send' -s u -s n -l user -l nick -x -d 'your name (default: the login name)'
complete -c chatnet -n '__chatnet_command_is send' -l timeout -x -d 'give up after so long without progress'
complete -c chatnet -n '__chatnet_command_is send' -l account -x -d 'log in to this account; the password is its'
complete -c chatnet -n '__chatnet_command_is send' -l password-file -r -F -d 'the password is this file\'s first line'
complete -c chatnet -n '__chatnet_command_is send' -l password-command -x -d 'the password is what this prints first'
complete -c chatnet -n '__chatnet_command_is send' -l format -x -a 'text tsv json' -d 'how --print-id and --reply write: text is bare'
complete -c chatnet -n '__chatnet_command_is send' -l json -d 'the same as --format json'
complete -c chatnet -n '__chatnet_command_is send' -s 0 -l null -d 'end each record with NUL, not newline'
complete -c chatnet -n '__chatnet_command_is send' -l cr -x -a 'keep split refuse' -d 'a CR in a line is a blank, an end, refused'
complete -c chatnet -n '__chatnet_command_is send' -l tls -d 'connect by TLS, as ircs://host does'
complete -c chatnet -n '__chatnet_command_is send' -l tls-fingerprint -x -d 'by TLS, and trust this certificate alone'
complete -c chatnet -n '__chatnet_command_is send' -l tls-trust-first -d 'by TLS; ask about a strange certificate, keep it'
complete -c chatnet -n '__chatnet_command_is send' -l tls-cert -r -F -d 'show the server this certificate (PEM)'
complete -c chatnet -n '__chatnet_command_is send' -l tls-key -r -F -d 'its key (default: in the certificate\'s file)'
complete -c chatnet -n '__chatnet_command_is send' -l config -r -F -d 'read options from this file'
complete -c chatnet -n '__chatnet_command_is send' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is send' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is who' -s r -l room -x -a '(__chatnet_rooms)' -d 'print only who is in #ROOM'
complete -c chatnet -n '__chatnet_command_is who' -s l -l long -d 'add rooms, account, away, idle and since'
complete -c chatnet -n '__chatnet_command_is who' -s q -l quiet -d 'print nothing, only exit 0 or 1'
complete -c chatnet -n '__chatnet_command_is who' -l watch -d 'go on, and print who arrives and who leaves'
complete -c chatnet -n '__chatnet_command_is who' -l wait -d 'wait until all the names are online'
complete -c chatnet -n '__chatnet_command_is who' -l rooms -d 'print the rooms instead, one a line'
complete -c chatnet -n '__chatnet_command_is who' -s s -l server -x -d 'host:port, irc://host, ircs://host or unix:PATH'
complete -c chatnet -n '__chatnet_command_is who' -l host -x -d 'the server\'s host (default: this one)'
complete -c chatnet -n '__chatnet_command_is who' -s p -l port -x -d 'the server\'s TCP port (default: 8080)'
complete -c chatnet -n '__chatnet_command_is who' -s u -s n -l user -l nick -x -d 'your name (default: the login name)'
complete -c chatnet -n '__chatnet_command_is who' -l timeout -x -d 'give up after so long without progress'
complete -c chatnet -n '__chatnet_command_is who' -l account -x -d 'log in to this account; the password is its'
complete -c chatnet -n '__chatnet_command_is who' -l password-file -r -F -d 'the password is this file\'s first line'
complete -c chatnet -n '__chatnet_command_is who' -l password-command -x -d 'the password is what this prints first'
complete -c chatnet -n '__chatnet_command_is who' -l format -x -a 'text tsv json' -d 'text, tsv or json (default: text on a terminal)'
complete -c chatnet -n '__chatnet_command_is who' -l json -d 'the same as --format json'
complete -c chatnet -n '__chatnet_command_is who' -s 0 -l null -d 'end each record with NUL, not newline'
complete -c chatnet -n '__chatnet_command_is who' -l tls -d 'connect by TLS, as ircs://host does'
complete -c chatnet -n '__chatnet_command_is who' -l tls-fingerprint -x -d 'by TLS, and trust this certificate alone'
complete -c chatnet -n '__chatnet_command_is who' -l tls-trust-first -d 'by TLS; ask about a strange certificate, keep it'
complete -c chatnet -n '__chatnet_command_is who' -l tls-cert -r -F -d 'show the server this certificate (PEM)'
complete -c chatnet -n '__chatnet_command_is who' -l tls-key -r -F -d 'its key (default: in the certificate\'s file)'
complete -c chatnet -n '__chatnet_command_is who' -l config -r -F -d 'read options from this file'
complete -c chatnet -n '__chatnet_command_is who' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is who' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is completions' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is completions' -s V -l version -d 'print the version and exit'

complete -c chatnet -n '__chatnet_command_is help' -s h -l help -d 'print this and exit'
complete -c chatnet -n '__chatnet_command_is help' -s V -l version -d 'print the version and exit'

complete -c chatnet-serve -w 'chatnet serve'
complete -c chatnet-join -w 'chatnet join'
complete -c chatnet-send -w 'chatnet send'
complete -c chatnet-who -w 'chatnet who'
