# nfs-ganesha registers all its programs, serves NFSv3 to showmount and libnfs through our lookups, and withdraws all of them.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs ganesha.nfsd showmount nfs-ls nfs-cat nfs-cp /usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so
mkdir -p /var/lib/nfs/ganesha "$WORK/export"

start_capture
start_subject

# Graceless: no 90 seconds in which a restarted server refuses writes.
cat >"$WORK/ganesha.conf" <<CONFIG
NFS_CORE_PARAM { Protocols = 3, 4; mount_path_pseudo = true; Rquota_Port = 0; Plugins_Dir = /usr/lib/x86_64-linux-gnu/ganesha; }
NFSv4 { Graceless = true; }
EXPORT {
    Export_Id = 1; Path = $WORK/export; Pseudo = $WORK/export; Protocols = 3, 4; Transports = UDP, TCP;
    Access_Type = RW; Squash = No_Root_Squash; SecType = sys, none;
    FSAL { Name = VFS; }
}
CONFIG
ganesha.nfsd -F -f "$WORK/ganesha.conf" -L "$WORK/ganesha.log" -p "$WORK/ganesha.pid" &
ganesha=$!
wait_for 30 listed 100011 2 tcp6
step "nfs-ganesha has registered"

expected=$(
    registered 100003 "3 4" "$inet" superuser
    registered 100005 "1 3" "$inet" superuser
    registered 100011 "1 2" "$inet" superuser
    registered 100021 4 "$inet" superuser
)
expect "the registrations of nfs-ganesha" "$expected" "$(registrations 100003 100005 100011 100021)"

for host in 127.0.0.1 ::1; do
    expect "showmount -e $host" "$WORK/export (everyone)" "$(showmount --no-headers -e $host)"
done

head -c 3000000 /dev/urandom >"$WORK/original"
mkdir "$WORK/export/folder"
url=nfs://127.0.0.1$WORK/export
nfs-cp "$WORK/original" "$url/written"
cmp "$WORK/original" "$WORK/export/written"
nfs-cp "$url/written" "$WORK/read"
cmp "$WORK/original" "$WORK/read"
expect "the checksum of what nfs-cat reads" "$(sha256sum <"$WORK/original")" "$(nfs-cat "$url/written" | sha256sum)"
expect "the names that nfs-ls lists" "folder written" "$(nfs-ls "$url" | awk '{ print $NF }' | sort | xargs)"
step "libnfs has written and read 3 MB"

kill -TERM $ganesha
wait_for 30 not_listed 100003
wait_for 30 not_listed 100011
expect "what nfs-ganesha leaves behind" "" "$(registrations 100003 100005 100011 100021)"
end_capture
