# shellcheck shell=bash
# Sourced by benchmark.sh: starts the subjects, each in a network and with a /run of its own, and asks them. An instance is a subject that runs;
# what it has registered is in its network too. Subjects run on processor 0 and all that loads them on processor 1.
declare -A pids=() subjects=() registrants=() # of instances
command=() registered=
REGISTRATION_SECONDS=1200 # rpcbind looks through all that it has for each that is new: some 50 s for 100,000

command_of() { # SUBJECT: sets command
    local jars
    case $1 in
    portmapper) command=("$PORTMAPPER" serve) ;;
    image) command=("$IMAGE" serve) ;;
    rpcbind) command=(rpcbind -f) ;;
    echo) command=("$WORK/echo") ;;
    where) command=("$WORK/echo" 32 where) ;;
    jportmap) command=("$java" -cp "$peers/*" org.acplt.oncrpc.apps.jportmap.jportmap) ;;
    oncrpc4j) command=("$java" -cp "$repository/interop-tests/target/test-classes:$peers/*" org.portmapper.interop.peers.Oncrpc4jPortmapper) ;;
    hadoop) command=("$java" -cp "$hadoop/*" org.apache.hadoop.portmap.Portmap) ;;
    esac
}

in_new_network() { # COMMAND...: becomes it
    exec unshare -n -m --propagation private bash -c '
        set -e
        mount -t tmpfs -o mode=755 tmpfs /run
        mkdir /run/lock
        ! id -u _rpc >/dev/null 2>&1 || install -d -o _rpc /run/rpcbind
        ip link set lo up
        echo 1024 65535 >/proc/sys/net/ipv4/ip_local_port_range
        echo 20000-20999 >/proc/sys/net/ipv4/ip_local_reserved_ports # the registrants have these
        exec "$@"' - "$@"
}

start() { # INSTANCE SUBJECT
    command_of "$2"
    (in_new_network taskset -c 0 "${command[@]}") >>"$WORK/$2.log" 2>&1 </dev/null &
    pids[$1]=$!
    subjects[$1]=$2
    wait_for 30 replies "$1"
}

is_echo() { # SUBJECT
    [[ $1 =~ ^(echo|where)$ ]]
}

through() { # SUBJECT: the transport of load.c for UDP
    is_echo "$1" && echo echo || echo udp
}

replies() { timeout 0.5 nsenter -t "${pids[$1]}" -n -m -- "$WORK/load" "$(through "${subjects[$1]}")" null calls=1; }

on_network_of() { # INSTANCE COMMAND...
    nsenter -t "${pids[$1]}" -n -m -- taskset -c 1 "${@:2}"
}

knows_version_2_only() { # SUBJECT: and has no local socket
    [[ $1 =~ ^(jportmap|oncrpc4j|hadoop)$ ]]
}

can() { # SUBJECT TRANSPORT KIND: is it one that the subject can be asked?
    case $1 in
    echo | where) [[ "$2 $3" =~ ^udp\ (null|getport|miss)$ ]] ;;
    jportmap | oncrpc4j | hadoop) [[ $2 != local && $3 != getaddr && $3 != dump4 ]] ;;
    *) [ "$3" != dump2 ] || [ "$2" != local ] ;;
    esac
}

register() { # INSTANCE BINDINGS [ROUNDS]: sets registered to how fast that was, a line for each round
    local via=local said=$WORK/registrants.$1 line
    registered=
    ! is_echo "${subjects[$1]}" || return 0
    ! knows_version_2_only "${subjects[$1]}" || via=udp
    mkfifo "$said"
    (exec nsenter -t "${pids[$1]}" -n -m -- taskset -c 1 "$WORK/registrants" "$2" 100 $via "${3:-1}") >"$said" 2>>"$WORK/registrants.log" </dev/null &
    registrants[$1]=$!
    while read -r -t $REGISTRATION_SECONDS line; do
        registered+=$line$'\n'
        [ "$(wc -l <<<"${registered%$'\n'}")" -lt "${3:-1}" ] || break
    done <"$said"
    rm "$said"
    [ -n "$line" ] || fail "$1 did not register all of $2"
}

stop() { # INSTANCE...
    local instance
    for instance in "$@"; do
        # The owners end with their parent.
        [ -z "${registrants[$instance]:-}" ] || end "${registrants[$instance]}" KILL
        end "${pids[$instance]}" TERM
        unset "pids[$instance]" "subjects[$instance]" "registrants[$instance]"
    done
}

end() { # PID SIGNAL: of a child
    kill "-$2" "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

tell() { # SECTION SUBJECT JSON-OBJECT: one more line for report.py
    printf '{"section": "%s", "subject": "%s", %s\n' "$1" "$2" "${3#\{}" >>"$TRANSCRIPT"
}

ask() { # INSTANCE TRANSPORT KIND [NAME=VALUE...]: what load.c prints
    local transport=$2
    [ "$transport" != udp ] || transport=$(through "${subjects[$1]}")
    on_network_of "$1" "$WORK/load" "$transport" "${@:3}" server="${pids[$1]}" 2>>"$WORK/load.log" || [ $? -eq 1 ] || cannot "$@"
}

cannot() { # INSTANCE TRANSPORT KIND: the peers have their limits, of which the reader is told; ours and rpcbind have none that are met here
    knows_version_2_only "${subjects[$1]}" || fail "$2 $3 of $1"
    tell failed "${subjects[$1]}" "{\"what\": \"$2 $3 with ${1#*@} bindings\", \"why\": \"$(tail -n 1 "$WORK/load.log")\"}"
}

measure() { # SECTION INSTANCE TRANSPORT KIND [NAME=VALUE...]
    local line
    line=$(ask "${@:2}" calls=4000000 seconds="$seconds")
    [ -z "$line" ] || tell "$1" "${subjects[$2]}" "$line"
}

memory_of() { # INSTANCE: its memory in kB, as JSON members
    awk '/^Rss:/ { rss = $2 } /^Private_Dirty:/ { dirty = $2 } END { printf "\"rss\": %d, \"dirty\": %d", rss, dirty }' "/proc/${pids[$1]}/smaps_rollup"
}
