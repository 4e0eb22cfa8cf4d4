# shellcheck shell=bash
# Sourced after the prelude: the NIS domain example.nis with one map of two people.
needs ypserv ypbind ypwhich ypcat ypmatch yppoll rpc.yppasswdd rpc.ypxfrd /usr/lib/yp/makedbm /var/yp

people='alice:x:1001:1001:Alice:/home/alice:/bin/sh
bob:x:1002:1002:Bob:/home/bob:/bin/sh'

nis_domain() {
    domainname example.nis
    mkdir /var/yp/example.nis
    sed 's/^\([a-z]*\):/\1 &/' <<<"$people" | /usr/lib/yp/makedbm -i /dev/null - /var/yp/example.nis/passwd.byname
}
