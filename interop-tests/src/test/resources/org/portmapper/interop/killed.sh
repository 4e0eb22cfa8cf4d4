# Killed at any moment, a portmapper that comes back has what it acknowledged. ROUNDS: 200 by default
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
rounds=${1:-200}

case $SUBJECT in
rpcbind)
    install -d -o _rpc /run/rpcbind
    serve=(rpcbind -f -w)
    ;;
*) serve=("$PORTMAPPER" serve --log-level warn) ;;
esac
said=$(PYTHONPATH=$here/attacks /usr/bin/python3 "$here/killed.py" "$rounds" "${serve[@]}" 2>"$WORK/killed.log") || fail "${said:-no result}"
echo "$said" | tee -a "$TRANSCRIPT"
# rpcbind keeps nothing: its figures are for comparison.
[ "$SUBJECT" = rpcbind ] || expect_match "what was acknowledged and is not there, or is there and was not" ', 0 wrong' "$said"
