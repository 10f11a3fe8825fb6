extension OptionTable {
  /// The functions of the script for fish that offer what the server knows.
  var fishAsking: String {
    """
    function __\(program)_people
        __\(program)_ask | string replace -r '[ \\t].*' ''
    end

    # Rooms go without their # unless one was typed: where a word begins with it, the rest of the line is a comment.
    function __\(program)_rooms
        set -l names (__\(program)_ask --rooms | string replace -r '[ \\t].*' '')
        if __\(program)_types_room
            string join \\n -- $names
        else
            string replace -r '^#(?!#)' '' -- $names
        end
        true
    end

    function __\(program)_targets
        if __\(program)_types_room
            __\(program)_rooms
        else
            __\(program)_people
        end
    end

    function __\(program)_types_room
        string match -qr '^[\\'"\\\\\\\\]?#' -- (commandline -ct)
    end

    # Asks the server that the line is about, silently and for a second or so at most.
    function __\(program)_ask
        set -l words (string replace -r '^~/' "$HOME/" -- (commandline -opc))
        set -l program (string replace -r '(^|/)\(program)-[a-z]+$' '$1\(program)' -- $words[1])
        set -l options
        set -l index 2
        while test $index -le (count $words)
            switch $words[$index]
                case \(askingSpellings.joined(separator: " "))
                    set -a options $words[$index] $words[(math $index + 1)]
                    set index (math $index + 1)
                case \(askingPatterns.map { "'\($0)'" }.joined(separator: " "))
                    set -a options $words[$index]
            end
            set index (math $index + 1)
        end
        \(askingLimit) $program \(askingCommand) $options $argv </dev/null 2>/dev/null
    end
    """
  }
}
