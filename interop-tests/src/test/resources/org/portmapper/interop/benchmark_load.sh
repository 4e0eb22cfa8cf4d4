# That the benchmark counts right: a thousand calls of each kind over each transport are answered, none of them wrong; and a load that expects what is
# not registered says that all replies are wrong.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs gcc
bindings=200 # two owners

build() { # PROGRAM SOURCE...
    (cd "$here/benchmark" && gcc -O2 -Wall -Wextra -Werror -o "$WORK/$1" "${@:2}")
}
build load load.c transports.c calls.c
build registrants registrants.c calls.c

load() { # TRANSPORT KIND CALLS EXIT-CODE [NAME=VALUE...]: prints how many were counted, and how many of them were wrong
    local line status=0
    line=$("$WORK/load" "$1" "$2" calls="$3" bindings=$bindings server=$subject_pid "${@:5}") || status=$?
    expect "the exit code of $1 $2" "$4" $status
    sed 's/.*"calls": \([0-9]*\), "wrong": \([0-9]*\),.*/\1 \2/' <<<"$line"
}

start_subject
expect "GETPORT before they are registered" "500 500" "$(load udp getport 500 1)"
expect "what is missing before they are registered" "500 0" "$(load udp miss 500 0)"
expect "DUMP before they are registered" "3 3" "$(load tcp dump4 3 1)"
"$WORK/registrants" $bindings 2 local 2 >"$WORK/registrants.log" 2>&1 &
both_rounds_are_over() { [ "$(grep -c per_second "$WORK/registrants.log")" = 2 ]; }
wait_for 60 both_rounds_are_over
for cell in "udp null" "udp getport" "udp getaddr" "udp miss" "tcp null" "tcp getport" "tcp getaddr" "tcp miss" \
    "connections getport" "local null" "local getport" "local miss"; do
    read -r transport kind <<<"$cell"
    expect "$cell" "1000 0" "$(load "$transport" "$kind" 1000 0)"
done
expect "one of them" "1000 0" "$(load udp getport 1000 0 walk=one)"
for cell in "tcp dump2" "tcp dump4" "local dump4"; do
    read -r transport kind <<<"$cell"
    expect "$cell" "10 0" "$(load "$transport" "$kind" 10 0)"
done
step "the load counts right"
stop_subject
