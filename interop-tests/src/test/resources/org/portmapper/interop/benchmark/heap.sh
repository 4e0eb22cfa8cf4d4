# shellcheck shell=bash
# Sourced by benchmark.sh: what a DUMP takes of the heap of a daemon on a JVM, as jcmd of the JDK tells it.

heap_used() { # PID: kB, garbage included
    "$(dirname "$java")/jcmd" "$1" GC.heap_info | awk '/ total .* used / { sub(/.* used /, ""); used += $1 } END { print used + 0 }'
}

heap_kept() { # PID: kB that are no garbage
    "$(dirname "$java")/jcmd" "$1" GC.run >"$WORK/gc"
    heap_used "$1"
}

resident() { awk -v name="$2:" '$1 == name { print $2 }' "/proc/$1/status"; } # PID VmRSS|VmHWM

# By how much one DUMP fills the heap, garbage included and what asking takes not; by how much the process grows meanwhile; and how much is kept of
# a DUMP that its client does not read.
heap_of_dumps() { # INSTANCE BINDINGS PID
    local kept asked before after client size held
    kept=$(heap_kept "$3")
    asked=$(heap_used "$3")
    echo 5 >"/proc/$3/clear_refs" # the most so far is what it is now
    size=$(resident "$3" VmRSS)
    before=$(heap_used "$3")
    ask "$1" tcp dump4 bindings="$2" calls=1 >"$WORK/dumps"
    after=$(heap_used "$3")
    size=$(($(resident "$3" VmHWM) - size))
    (exec nsenter -t "$3" -n -m -- /usr/bin/python3 "$here/benchmark/unread_dump.py") >"$WORK/unread" &
    client=$!
    wait_for 10 grep -q sent "$WORK/unread"
    held=$(heap_kept "$3")
    end $client TERM
    tell heap "${subjects[$1]}" "{\"allocated\": $((after - before - (before - asked))), \"grown\": $size, \"held\": $((held - kept))}"
}
