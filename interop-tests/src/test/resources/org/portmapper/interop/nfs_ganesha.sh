# nfs-ganesha registers all its programs, serves NFSv3 to showmount and libnfs through our lookups, and withdraws all of them: as
# root, and as a user of its own without any privilege.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
libraries=/usr/lib/x86_64-linux-gnu/ganesha
needs ganesha.nfsd showmount nfs-ls nfs-cat nfs-cp $libraries/libfsalvfs.so $libraries/libfsalmem.so
programs="100003 100005 100011 100021"
state=/var/lib/nfs/ganesha
shared=$WORK/export
url=nfs://127.0.0.1$shared

start_ganesha() { # OWNER STORE NFS-PARAMETERS [as_user USER]
    # Graceless: no 90 seconds in which a restarted server refuses writes. A file of MEM has at most 2 MB.
    cat >"$WORK/ganesha.conf" <<CONFIG
NFS_CORE_PARAM { Protocols = 3, 4; mount_path_pseudo = true; Plugins_Dir = $libraries; $3 }
NFSv4 { Graceless = true; }
MEM { Inode_Size = 2097152; }
EXPORT {
    Export_Id = 1; Path = $shared; Pseudo = $shared; Protocols = 3, 4; Transports = UDP, TCP;
    Access_Type = RW; Squash = No_Root_Squash; SecType = sys, none;
    FSAL { Name = $2; }
}
CONFIG
    "${@:4}" ganesha.nfsd -F -f "$WORK/ganesha.conf" -L $state/log -p $state/pid &
    ganesha=$!
    wait_for 30 listed 100011 2 tcp6
    # shellcheck disable=SC2086 # several programs
    expect "the registrations of nfs-ganesha" "$(
        registered 100003 "3 4" "$inet" "$1"
        registered 100005 "1 3" "$inet" "$1"
        registered 100011 "1 2" "$inet" "$1"
        registered 100021 4 "$inet" "$1"
    )" "$(registrations $programs)"
    step "nfs-ganesha has registered for $1"
}

clients_write_and_read() { # BYTES
    local host
    for host in 127.0.0.1 ::1; do
        expect "showmount -e $host" "$shared (everyone)" "$(showmount --no-headers -e $host)"
    done
    rm -f "$WORK/read"
    head -c "$1" /dev/urandom >"$WORK/original"
    nfs-cp "$WORK/original" "$url/written"
    nfs-cp "$url/written" "$WORK/read"
    cmp "$WORK/original" "$WORK/read"
    expect "the checksum of what nfs-cat reads" "$(sha256sum <"$WORK/original")" "$(nfs-cat "$url/written" | sha256sum)"
    step "libnfs has written and read $1 bytes"
}

names() { nfs-ls "$url" | awk '{ print $NF }' | sort | xargs; }

stop_ganesha() {
    kill -TERM "$(cat $state/pid)"
    wait_for 30 not_listed 100003
    wait_for 30 not_listed 100011
    # shellcheck disable=SC2086 # several programs
    expect "what nfs-ganesha leaves behind" "" "$(registrations $programs)"
    wait $ganesha || fail "nfs-ganesha ended with $?"
}

start_capture
start_subject
mkdir -p $state "$shared/folder"
ln -s $state/log "$WORK/ganesha.log"

start_ganesha superuser VFS "Rquota_Port = 0;"
clients_write_and_read 3000000
cmp "$WORK/original" "$shared/written"
expect "the names that nfs-ls lists" "folder written" "$(names)"
stop_ganesha

# Nobody but root registers NFS, until the host's policy says who else.
new_user ganesha 990
if [ "$SUBJECT" = portmapper ]; then
    drop_in 10-nfs-server-as-user.toml 'NFS-Ganesha as user "ganesha"'
    kill -HUP "$subject_pid"
    wait_for 30 grep -q 'event=RELOAD decision=done' "$WORK/subject.log"
fi
chown -R ganesha $state
start_ganesha 990 MEM "Rquota_Port = 0; NFS_Port = 12049;" as_user ganesha
clients_write_and_read 1000000
expect "the names that nfs-ls lists" "written" "$(names)"
stop_ganesha
end_capture
