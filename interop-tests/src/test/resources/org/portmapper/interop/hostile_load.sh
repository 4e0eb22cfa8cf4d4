# How long a UDP look-up of another process takes while everybody else is hostile: 20 clients that pipeline DUMPs and never read, idle and half-sent
# connections, and connections that come and go. From a second host with many addresses, so that no limit of a source makes it easy; and
# from one ordinary user of this host. Prints the quiet time and the loaded one of the same run; asserts only that every look-up is answered right.
#   hostile_load.sh [SECONDS IDLE HALF-SENT RATE]    (default: 3 seconds, 500, 100, 500; the full load is 20 10000 2000 5000)
# The subject has a processor where there are two, and the look-ups have the other; both go before all else that runs there, so that what is
# measured is neither the load's need of processor time nor that of other programs of this machine.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs gcc /usr/bin/python3 taskset chrt setpriv
seconds=${1:-3} idle=${2:-500} half_sent=${3:-100} rate=${4:-500}
program=0x20000000 port=1024 # as register.py registers it
never_read=20 lookups_per_second=1000 echo_port=1111
export PYTHONDONTWRITEBYTECODE=1

files=$((idle + half_sent + 2000))
ulimit -n "$(ulimit -H -n)"
[ "$(ulimit -n)" -ge $files ] || skip "needs to open $files files (ulimit -H -n)"
subject_cpu=() load_cpu=() first=() before_all=()
if [ "$(nproc)" -ge 2 ]; then
    subject_cpu=(taskset -c 0) load_cpu=(taskset -c 1)
fi
! chrt -f 1 true 2>/dev/null || first=(chrt -f 1) before_all=(chrt -f 3)

gcc -O2 -o "$WORK/load" "$here/hostile/load.c"
gcc -O2 -o "$WORK/lookups" "$here/hostile/lookups.c"
second_host
on_host_b ip route add local 10.78.0.0/16 dev lo # any address of it is hostb's
ip route add 10.78.0.0/16 via $address_b
subject_through=("${subject_cpu[@]}")
start_subject
open_sockets root tcp/$port
/usr/bin/python3 "$here/hostile/register.py" 1000

let_serve_first() { # all threads of the subject go before other programs, and its event loop before its compiler
    [ ${#first[@]} -gt 0 ] || return 0
    chrt -a -f -p 1 $subject_pid
    local thread
    for thread in /proc/$subject_pid/task/*; do
        if [[ $(cat "$thread/comm") == portmapper-* ]]; then chrt -f -p 2 "$(basename "$thread")"; fi
    done
}

from_host_b=(nsenter -t "$host_b" -n -m -u --)
as_one_user=(setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups --)

lookups() { # PORT SECONDS
    "${load_cpu[@]}" "${first[@]}" "$WORK/lookups" 127.0.0.1 "$1" $program $port $lookups_per_second "$2"
}

told=$WORK/told
tell() { # WHAT: the look-ups under it, and what the barest portmapper takes under it
    local line
    line=$(lookups 111 "$seconds")
    printf '%-11s %-28s %s\n' "$SUBJECT" "$1" "$line" | tee -a "$told"
    expect_match "$1" ' 0 wrong' "$line"
    [ "$SUBJECT" = rpcbind ] || expect_match "$1" ' 0 not answered' "$line"
    line=$(lookups $echo_port "$(((seconds + 3) / 4))")
    printf '%-11s %-28s %s\n' "bare echo" "$1" "$line" | tee -a "$told"
}

loads=()
load() { # [from_host_b|as_one_user] MODE HOST COUNT FROM SOURCES
    local -n through=$1
    # By exec: the signal is for the program, not for a shell around it.
    (exec "${through[@]}" "${load_cpu[@]}" "$WORK/load" "${@:2}") >"$WORK/load.$2.log" 2>&1 &
    loads+=($!)
    wait_for 60 grep -q '^ready' "$WORK/load.$2.log"
    step "$2: $(head -n 1 "$WORK/load.$2.log")"
}

end_loads() {
    kill -TERM "${loads[@]}"
    wait "${loads[@]}" || true
    loads=()
    tail -q -n 1 "$WORK"/load.*.log | sed "s/^/$SUBJECT $1, /" | tee -a "$told"
    sleep 1 # The kernel and the subject close what was open.
}

connections() { ss -Htn state established sport = :111 | wc -l; }
spent() { awk -v tick="$(getconf CLK_TCK)" '{ printf "%.1f", ($14 + $15) / tick }' "/proc/$subject_pid/stat"; }
resident() { awk '/VmRSS/ { print $2 }' "/proc/$subject_pid/status"; }

"${subject_cpu[@]}" "${before_all[@]}" "$WORK/lookups" echo $echo_port &
let_serve_first
lookups 111 2 >"$WORK/warm_up" # a daemon that has just started compiles
tell quiet
quiet_kb=$(resident)
load from_host_b idle $address_a "$idle" 10.78.0.1 100
load from_host_b half-sent $address_a "$half_sent" 10.78.1.1 100
tell "idle, half-sent"
load from_host_b never-read $address_a $never_read 10.78.2.1 20
load from_host_b connects $address_a "$rate" 10.78.3.1 250
before=$(spent)
tell "all from another host"
echo "$SUBJECT: $(connections) connections established, $(resident) kB resident (quiet: $quiet_kb), $(spent) s of processor time ($before before)" | tee -a "$told"
end_loads "from another host"
tell "quiet again"

load as_one_user idle 127.0.0.1 "$idle" 0.0.0.0 1
load as_one_user half-sent 127.0.0.1 "$half_sent" 0.0.0.0 1
load as_one_user never-read 127.0.0.1 $never_read 0.0.0.0 1
load as_one_user connects 127.0.0.1 "$rate" 0.0.0.0 1
tell "all from one user here"
[ "$SUBJECT" = rpcbind ] || expect_match "a TCP client of root" 'ready and waiting' "$(rpcinfo -T tcp 127.0.0.1 100000 4)"
end_loads "from one user here"
[ "$SUBJECT" = rpcbind ] || stop_subject
cat "$told" >>"$TRANSCRIPT"
