# How many bytes a second host gets for each byte that it sends over UDP, with 150 and with 10,000 bindings registered: by every procedure, and by what is
# no call at all. Of ours never more than one and a half, and errors only now and then. Of rpcbind it is printed.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3 rpcinfo
export PYTHONDONTWRITEBYTECODE=1
case $SUBJECT in
rpcbind) most=any options=() ;;
*)
    most=1.5 options=(--config "$WORK/portmapper.toml")
    echo 'udp-errors-per-second = 1000000' >"$WORK/portmapper.toml" # so that every error is seen
    ;;
esac

second_host
start_subject "${options[@]}"
# What GETSTAT lists grows by each program that is looked up.
for program in $(seq 536870912 536870922); do rpcinfo -T udp 127.0.0.1 "$program" >"$WORK/lookups.log" 2>&1 || true; done
# 150 are what still fits into one datagram of DUMP.
for count in 150 10000; do
    /usr/bin/python3 "$here/hostile/register.py" $count
    for host in $address_a $address6_a; do
        step "what $host answers on hostb"
        on_host_b /usr/bin/python3 "$here/hostile/amplification.py" $host $most | tee "$WORK/factors"
        echo "$SUBJECT at $host, $count bindings: $(tail -n 1 "$WORK/factors")" >>"$TRANSCRIPT"
    done
done
# Over TCP the same host gets all of it.
expect "what rpcinfo lists on hostb" "$(rpcinfo | wc -l)" "$(on_host_b rpcinfo $address_a | wc -l)"
stop_subject

start_subject
on_host_b /usr/bin/python3 "$here/hostile/errors.py" $address_a 2000 | tee "$WORK/errors"
echo "$SUBJECT, $(cat "$WORK/errors")" >>"$TRANSCRIPT"
expect_match "look-ups between errors" ' 2000 of 2000 look-ups' "$(cat "$WORK/errors")"
[ "$SUBJECT" = rpcbind ] || expect_match "errors at the default rate" 'answered: [1-9][0-9]{1,2} of 2000 errors' "$(cat "$WORK/errors")"
stop_subject
