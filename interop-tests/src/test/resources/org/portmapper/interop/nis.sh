# NIS: ypserv, ypbind, rpc.yppasswdd and rpc.ypxfrd register; ypwhich, ypcat, ypmatch and yppoll find them.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=nis_domain.sh
. "$here/nis_domain.sh"

start_capture
start_subject
nis_domain

ypserv -f 2>"$WORK/ypserv.log" &
ypserv=$!
wait_for 30 listed 100004 2 tcp6
expect "the registrations of ypserv" \
    "$(registered 100004 1 "tcp udp" superuser; registered 100004 2 "$inet" superuser)" "$(registrations 100004)"

echo "ypserver 127.0.0.1" >/etc/yp.conf
ypbind -foreground 2>"$WORK/ypbind.log" &
ypbind=$!
wait_for 30 listed 100007 3 tcp6
expect "the registrations of ypbind" \
    "$(registered 100007 "1 2" "tcp udp" superuser; registered 100007 3 "$inet" superuser)" "$(registrations 100007)"
wait_for 30 ypwhich
expect_match "ypwhich" "^(localhost|127\.0\.0\.1)$" "$(ypwhich)"
expect "ypcat" "$people" "$(ypcat passwd.byname | sort)"
expect "ypmatch" "bob:x:1002:1002:Bob:/home/bob:/bin/sh" "$(ypmatch bob passwd.byname)"
expect_match "yppoll" '^Map passwd.byname has order number' "$(yppoll passwd.byname)"

rpc.yppasswdd
rpc.ypxfrd
wait_for 30 listed 100009 1 tcp
wait_for 30 listed 600100069 1 tcp
step "NIS serves"

kill -TERM $ypbind $ypserv
wait_for 30 not_listed 100007
wait_for 30 not_listed 100004
stop_subject
end_capture
