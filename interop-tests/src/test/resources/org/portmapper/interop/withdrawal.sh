# A service that was killed is soon no longer registered, and whoever takes its port is never taken for it.   TRIES: default 200
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
tries=${TRIES:-200}

start_subject
case $SUBJECT in
rpcbind) # it keeps what is registered
    tries=4 gone=0 returned=4 seconds=0.5 ;;
*)
    gone=$tries returned=0 seconds=2 ;;
esac
said=$(/usr/bin/python3 "$here/withdrawal.py" "$tries" $seconds 2>"$WORK/withdrawal.log")
sed -n 3p <<<"$said" | tee -a "$TRANSCRIPT"
expect "how many were withdrawn within $seconds s" "$gone of $tries" "$(sed -n 1p <<<"$said")"
expect "how often another user took the port, and was looked up in place of the service" "$tries $returned" "$(sed -n 2p <<<"$said")"
stop_subject
