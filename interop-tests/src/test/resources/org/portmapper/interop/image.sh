# The image: what is in it, that it needs no other Java, and that a cache which does not fit does no harm.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"

built=$repository/portmapper/target/image
[ -d "$built" ] || skip "$built is not there: this JDK's jlink could not make it, or -Dimage.skip was given"
megabytes=$(du -sm "$built" | cut -f1)
[ "$megabytes" -le 75 ] || fail "the image has $megabytes MB (expected: at most 75)"
expect "the modules of the image" "java.base java.logging jdk.unsupported" \
    "$("$built/runtime/bin/java" --list-modules | cut -d@ -f1 | paste -sd' ')"

# Elsewhere, under a name that shells take apart; with the times of the files, by which Java knows that the cache is theirs.
image="$WORK/an image"
cp -a "$built" "$image"
portmapper() { # ARGUMENT...: without a Java of the host
    env -i PATH=/usr/bin:/bin PORTMAPPER_AOT_CACHE="${cache-$image/lib/portmapper.aot}" PORTMAPPER_JAVA_OPTIONS="${java_options:-}" \
        "$image/bin/portmapper" "$@"
}

step "help and version"
expect_match "help" '^Usage: portmapper serve' "$(portmapper serve --help)"
expect_match "version" '^portmapper [0-9]' "$(portmapper --version)"

step "the cache is used"
loaded=$(java_options='-Xlog:class+load:stdout' portmapper --version | grep -c 'source: shared objects file' || true)
own=$(java_options='-Xlog:class+load:stdout' portmapper --version | grep -c 'org.portmapper.*source: shared objects file' || true)
[ "$own" -gt 10 ] || fail "$loaded classes came from the cache, $own of them ours (expected: more than 10 of ours)"

step "a daemon and its clients"
# Not by the function: the process has to be the daemon itself.
env -i PATH=/usr/bin:/bin "$image/bin/portmapper" serve 2>"$WORK/image.log" >"$WORK/image.out" &
daemon=$!
wait_for 30 grep -q '^portmapper: serving on port 111$' "$WORK/image.out"
expect_match "list" '^100000 +portmapper' "$(portmapper list)"
expect_match "status" '^proof over local sockets' "$(portmapper status)"
kill "$daemon"
wait "$daemon" || fail "the daemon of the image ended with $?"

step "a cache that does not fit"
good=$image/lib/portmapper.aot
usual=$(portmapper list --help)
quiet() { # WHAT: with the cache $WORK/cache.aot all is as usual
    local said
    said=$(cache=$WORK/cache.aot portmapper list --help 2>&1) || fail "$1: ended with $?: $said"
    expect "$1" "$usual" "$said"
}
head -c 1000000 "$good" >"$WORK/cache.aot"
quiet "one that was cut off"
head -c 20 "$good" >"$WORK/cache.aot"
quiet "one that was cut off at once"
echo garbage >"$WORK/cache.aot"
quiet "a text"
head -c 3000000 /dev/urandom >"$WORK/cache.aot"
quiet "noise"
: >"$WORK/cache.aot"
quiet "nothing"
rm "$WORK/cache.aot"
quiet "one that is not there"
mkdir "$WORK/cache.aot"
quiet "a folder"
rmdir "$WORK/cache.aot"
cp -p "$good" "$WORK/cache.aot"
java_options=-XX:-UseCompressedOops quiet "one for another layout of objects"
touch "$image/lib/portmapper.jar"
quiet "one that is older than a jar"
touch "$WORK/cache.aot"
quiet "one for another jar that is older"
expect "what came of it" "" "$(ls "$WORK"/hs_err* 2>/dev/null || true)"

step "another one is made"
"$image/bin/portmapper-aot-cache"
[ "$good" -nt "$image/lib/portmapper.jar" ] || fail "no new cache was made"
own=$(java_options='-Xlog:class+load:stdout' portmapper --version | grep -c 'org.portmapper.*source: shared objects file' || true)
[ "$own" -gt 10 ] || fail "the new cache is not used"
expect "what the rehearsal left" "" "$(ls -d "$WORK"/tmp.* 2>/dev/null || true)"
echo "the image has $megabytes MB"
