# shellcheck shell=bash
# Sourced by benchmark.sh: its sections. Within a round every subject has its turn, so that what the machine does meanwhile falls on all.

others_than() { # SUBJECT...: all subjects but these
    local subject
    for subject in "${all_subjects[@]}"; do
        [[ " $* " == *" $subject "* ]] || echo "$subject"
    done
}

among() { # SUBJECT...: those of them that there are
    local subject
    for subject in "${all_subjects[@]}"; do
        [[ " $* " != *" $subject "* ]] || echo "$subject"
    done
}

warm_up() { # INSTANCE TRANSPORT KIND [NAME=VALUE...]: what runs on a JVM compiles meanwhile
    case ${subjects[$1]} in
    echo | where | rpcbind) ask "$@" calls=1000 seconds=0.1 >"$WORK/warm_up" ;;
    *) ask "$@" calls=$warm_calls seconds=$warm_seconds >"$WORK/warm_up" ;;
    esac
}

measure_cells() { # SECTION INSTANCES CELLS: for all rounds; a cell is "TRANSPORT KIND [WALK]"
    local round instance cell
    local -n the_instances=$2 the_cells=$3
    for ((round = 0; round <= rounds; round++)); do
        for cell in "${the_cells[@]}"; do
            for instance in "${the_instances[@]}"; do
                measure_cell "$1" "$round" "$instance" "$cell"
            done
        done
        step "$1: round $round of $rounds" >&2
    done
}

measure_cell() { # SECTION ROUND INSTANCE CELL: round 0 warms up
    local transport kind walk
    read -r transport kind walk <<<"$4"
    can "${subjects[$3]}" "$transport" "$kind" || return 0
    local arguments=("$3" "$transport" "$kind" bindings="${3#*@}" walk="${walk:-all}")
    if [ "$2" -eq 0 ]; then warm_up "${arguments[@]}"; else measure "$1" "${arguments[@]}"; fi
}

start_all() { # BINDINGS SUBJECT...: instances SUBJECT@BINDINGS that have registered so many
    local subject
    for subject in "${@:2}"; do
        start "$subject@$1" "$subject"
        register "$subject@$1" "$1"
        step "$subject: ${registered%$'\n'}" >&2
    done
}

measure_lookups() {
    # shellcheck disable=SC2034 # by name
    local subject instances=() cells=("udp null" "udp getport" "udp getaddr" "udp miss" "tcp null" "tcp getport" "tcp getaddr" "tcp dump2" "tcp dump4"
        "connections getport" "local null" "local getport" "local dump4") # GETADDR over it is about local sockets only
    for subject in $(others_than image); do
        start_all 10 "$subject"
        instances+=("$subject@10")
    done
    measure_cells lookups instances cells
    stop "${instances[@]}"
}

# Those with ten bindings run along: what a look-up takes with many is compared with them, in the same rounds.
measure_scale() {
    # shellcheck disable=SC2034 # by name
    local subject bindings instance instances cells=("udp getport" "udp getport one" "udp getaddr" "udp miss" "tcp dump2" "tcp dump4")
    local few=()
    for subject in $(among rpcbind portmapper); do
        start_all 10 "$subject"
        few+=("$subject@10")
    done
    for bindings in "${populations[@]}"; do
        instances=("${few[@]}")
        for subject in $(others_than echo where image); do
            start_all "$bindings" "$subject"
            instances+=("$subject@$bindings")
        done
        measure_cells scale instances cells
        for instance in "${instances[@]:${#few[@]}}"; do
            is_for_dump "$instance" || stop "$instance"
        done
    done
    stop "${few[@]}"
}

# The section "dump", if it comes, goes on with these: to register so many takes rpcbind its time.
is_for_dump() { [[ " ${sections[*]} " == *" dump "* && $1 =~ ^(rpcbind|portmapper)@${populations[-1]}$ ]]; } # INSTANCE

measure_memory() {
    local subject calls
    for subject in $(others_than echo where); do
        start "$subject@10000" "$subject"
        sleep 3
        tell memory "$subject" "{\"when\": \"idle\", $(memory_of "$subject@10000")}"
        register "$subject@10000" 10000
        step "$subject: ${registered%$'\n'}" >&2
        calls=$(mixed_calls "$subject@10000" $((many_calls / 10)) 3)
        tell memory "$subject" "{\"when\": \"warm\", \"calls\": $calls, $(memory_of "$subject@10000")}"
        calls=$(mixed_calls "$subject@10000" $many_calls $many_seconds)
        tell memory "$subject" "{\"when\": \"many\", \"calls\": $calls, $(memory_of "$subject@10000")}"
        stop "$subject@10000"
    done
}

mixed_calls() { # INSTANCE CALLS SECONDS: prints how many it was in the end
    local part transport kind share count=0 line
    for part in "udp getport 40" "udp getaddr 20" "udp miss 20" "tcp getport 15" "local getport 5"; do
        read -r transport kind share <<<"$part"
        can "${subjects[$1]}" "$transport" "$kind" || continue
        line=$(ask "$1" "$transport" "$kind" bindings=10000 calls=$(($2 * share / 100)) seconds=$(($3 * share / 100 + 1)))
        [ -n "$line" ] || continue
        count=$((count + $(sed 's/.*"calls": \([0-9]*\).*/\1/' <<<"$line")))
    done
    echo "$count"
}

# On all processors, as services start; the first of each makes what later ones have in a cache.
measure_start() {
    local subject round
    local small=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss256k -Xmx128m -XX:-UsePerfData)
    cp "$here/benchmark/Hello.java" "$WORK"
    "$(dirname "$java")/javac" -d "$WORK/hello" "$WORK/Hello.java"
    "$(dirname "$java")/jar" --create --file "$WORK/hello.jar" -C "$WORK/hello" Hello.class # the cache takes classes from jars only
    hello=("$java" "${small[@]}" -cp "$WORK/hello.jar")
    "${hello[@]}" -XX:AOTCacheOutput="$WORK/hello.aot" Hello >"$WORK/hello.log" 2>&1
    hello+=(-XX:AOTCache="$WORK/hello.aot" Hello)
    for ((round = 0; round <= starts; round++)); do
        for subject in hello $(others_than echo where); do
            time_start "$round" "$subject"
        done
    done
}

time_start() { # ROUND SUBJECT
    local took what=reply
    if [ "$2" = hello ]; then
        what=line command=("${hello[@]}")
    else
        command_of "$2"
    fi
    took=$( (in_new_network "$WORK/first_reply" $what "${command[@]}") 2>>"$WORK/$2.log")
    [ "$1" -eq 0 ] || tell start "$2" "{\"ms\": $took}"
}

# The first round is that of a portmapper that has just started.
measure_registrations() {
    local subject line when
    for subject in $(others_than echo where image); do
        start "$subject@0" "$subject"
        register "$subject@0" 10000 $((rounds + 1))
        when=first
        while read -r line; do
            tell registrations "$subject" "{\"when\": \"$when\", ${line#\{}"
            when=later
        done <<<"${registered%$'\n'}"
        stop "$subject@0"
    done
}

measure_dump() {
    local subject bindings=${populations[-1]} round instance
    for subject in $(among rpcbind portmapper); do
        [ -n "${pids[$subject@$bindings]:-}" ] || start_all "$bindings" "$subject"
        warm_up "$subject@$bindings" udp getport bindings="$bindings"
        warm_up "$subject@$bindings" tcp dump4 bindings="$bindings"
    done
    for ((round = 1; round <= rounds; round++)); do
        for subject in $(among rpcbind portmapper); do
            dump_once "$subject@$bindings" "$bindings"
        done
    done
    instance=portmapper@$bindings
    [ -z "${pids[$instance]:-}" ] || heap_of_dumps "$instance" "$bindings" "${pids[$instance]}"
    for subject in $(among rpcbind portmapper); do stop "$subject@$bindings"; done
}

# Look-ups of the first binding at a thousand a second: alone, and while one client has DUMP after DUMP. They go before the DUMPs' client, which
# needs their processor, where this machine lets them.
dump_once() { # INSTANCE BINDINGS
    local first=() line quiet dumps
    ! chrt -f 1 true 2>/dev/null || first=(chrt -f 1)
    local paced=(on_network_of "$1" "${first[@]}" "$WORK/lookups" 127.0.0.1 111 $((0x20000000)) 20000 1000 2)
    quiet=$("${paced[@]}")
    ask "$1" tcp dump4 bindings="$2" seconds=2.5 >"$WORK/dumps" &
    dumps=$!
    line=$("${paced[@]}")
    wait $dumps
    tell dump "${subjects[$1]}" "{\"quiet\": \"$quiet\", \"meanwhile\": \"$line\", \"dumps\": $(cat "$WORK/dumps")}"
}
