# shellcheck shell=bash
# Sourced after the prelude: builds and runs the service that words/Words.x describes.
needs rpcgen gcc cpp /usr/include/tirpc/rpc/rpc.h

words=536871169 # 0x20000101
words_pid=

words_programs() { # makes in $WORK: words-server, words-client, register, pmap-service, one-connection
    cp "$here"/words/* "$WORK"
    (
        cd "$WORK"
        rpcgen -N -h -o Words.h Words.x
        rpcgen -N -c -o words_xdr.c Words.x
        rpcgen -N -l -o words_clnt.c Words.x
        rpcgen -N -m -o words_svc.c Words.x
        cc() { gcc -w -I/usr/include/tirpc "$@" -ltirpc; }
        cc -o words-server server.c words_svc.c words_xdr.c
        cc -o words-client client.c words_clnt.c words_xdr.c
        cc -o register register.c
        cc -o pmap-service pmap_service.c
        cc -o one-connection one_connection.c
    ) >"$WORK/compiler.log" 2>&1
}

start_words() { # OWNER [as_nobody [PORT]]
    install -d -o nobody "$WORK/nobody"
    rm -f "$WORK/nobody/words.sock"
    ${2:-} "$WORK/words-server" "${3:-0}" "$WORK/nobody/words.sock" >"$WORK/words.log" 2>&1 &
    words_pid=$!
    wait_for 30 grep -q '^ready' "$WORK/words.log"
    expect "the registrations of the service" "$(registered $words "1 2" "$inet local" "$1")" "$(registrations $words)"
    step "the service of $1 has registered on five netids"
}

stop_words() { # SIGNAL
    kill "-$1" $words_pid
    wait $words_pid || true
}
