# Many bindings of many owners: how fast they are registered, that DUMP lists each of them once to whoever reads at once and to whoever does not, how long
# a restart with them takes, what they take of memory, and that all are withdrawn when their owners end.   BINDINGS OWNERS: default 4000 1000
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
bindings=${1:-4000} owners=${2:-1000}
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here/attacks
ulimit -n "$(ulimit -H -n)"
[ "$(ulimit -n)" -ge $((2 * owners + 100)) ] || skip "needs to open $((2 * owners + 100)) files (ulimit -H -n)"

tell() { echo "$SUBJECT: $*" | tee -a "$TRANSCRIPT"; }
resident() { awk '/^VmHWM/ { most = $2 } /^VmRSS/ { print $2 " kB resident, " most " at most" }' "/proc/$subject_pid/status"; }

owners_say() { # ORDER: has them do it, and says what came of it
    [ -z "$1" ] || echo "$1" >&"${OWNERS[1]}"
    local said
    read -r -t 600 said <&"${OWNERS[0]}" || fail "the owners ended"
    tell "$said"
}

none_of_theirs() { rpcinfo | awk 'NR > 1 && $1 >= 536870912 { found = 1 } END { exit found }'; }

policy policy.toml <<<"
[quota]
per-user = $((bindings / owners))
all-users = $bindings"
start_subject
tell "$(resident)"
coproc OWNERS { exec /usr/bin/python3 "$here/owners.py" "$bindings" "$owners" 2>"$WORK/owners.log"; }
owners_say ""
owners_say dump
tell "$(resident)"
if [ "$SUBJECT" = portmapper ]; then # rpcbind keeps nothing
    kill -KILL $subject_pid
    wait $subject_pid 2>/dev/null || true
    begin=$EPOCHREALTIME
    start_subject
    tell "answered $(awk -v begin="$begin" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.2f", end - begin }') s after it was started again"
    said=$(grep -o "[0-9]* of [0-9]* bindings came back.*" "$WORK/subject.log")
    tell "$said, $(resident)"
    expect "what came back" "$bindings of $bindings" "${said%% bindings*}"
    owners_say dump
    echo end >&"${OWNERS[1]}"
    begin=$EPOCHREALTIME
    wait_for 60 none_of_theirs
    tell "all withdrawn $(awk -v begin="$begin" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.2f", end - begin }') s after their owners ended"
fi
stop_subject
