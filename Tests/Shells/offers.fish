# fish --no-config offers.fish SCRIPT LINE: what the completion script offers at the end of the line.
source $argv[1]
complete -C $argv[2] | string replace -r '\t.*' ''
true
