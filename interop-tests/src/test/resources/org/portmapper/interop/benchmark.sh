# How fast and how big portmappers are: ours, rpcbind, those of three Java libraries, and a bare echo as the floor. interop-tests/benchmark starts
# it and reports; TRANSCRIPT is where the figures go, one JSON object a line.
#   benchmark.sh [--quick] [SECTION...]     (sections: lookups scale dump memory start registrations)
# Environment: ROUNDS, SUBJECTS, and IMAGE, the start script of the jlink image: the subject "image", where it exists.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs gcc taskset rpcbind
[ "$(nproc)" -ge 2 ] || skip "needs two processors: one for the portmapper and one for the load"
java=${JAVA:-$("$repository/.mvn/jdk25" sh -c 'echo "$JAVA_HOME/bin/java"')}
[ -x "$java" ] || skip "needs a JDK 25"
peers=$repository/interop-tests/target/peers hadoop=$repository/interop-tests/target/peers-of-benchmark
IMAGE=${IMAGE:-$repository/portmapper/target/image/bin/portmapper}
# shellcheck source=benchmark/subjects.sh
. "$here/benchmark/subjects.sh"
# shellcheck source=benchmark/sections.sh
. "$here/benchmark/sections.sh"
# shellcheck source=benchmark/heap.sh
. "$here/benchmark/heap.sh"

rounds=${ROUNDS:-5} seconds=0.5 warm_calls=200000 warm_seconds=3 many_calls=1000000 many_seconds=30 starts=11 populations=(1000 10000 100000)
if [ "${1:-}" = --quick ]; then
    shift
    rounds=${ROUNDS:-3} seconds=0.2 warm_calls=50000 warm_seconds=1 many_calls=200000 many_seconds=5 starts=5 populations=(10000)
fi
sections=("$@")
[ ${#sections[@]} -gt 0 ] || sections=(lookups scale dump memory start registrations)

build() { # PROGRAM SOURCE...
    (cd "$here/benchmark" && gcc -O2 -Wall -Wextra -Werror -o "$WORK/$1" "${@:2}")
}
build load load.c transports.c calls.c
build echo echo.c
build registrants registrants.c calls.c
build first_reply first_reply.c calls.c
gcc -O2 -o "$WORK/lookups" "$here/hostile/lookups.c"

all_subjects=()
for subject in ${SUBJECTS:-echo where portmapper image rpcbind jportmap oncrpc4j hadoop}; do
    missing=
    case $subject in
    echo | where | portmapper | rpcbind) ;;
    image) [ -x "$IMAGE" ] || missing=$IMAGE ;;
    jportmap | oncrpc4j) [ -e "$peers/$subject-core.jar" ] || [ -e "$peers/remotetea-$subject.jar" ] || missing=$peers ;;
    hadoop) [ -e "$hadoop/hadoop-nfs.jar" ] || missing=$hadoop ;;
    *) fail "subject: $subject (expected: echo, where, portmapper, image, rpcbind, jportmap, oncrpc4j or hadoop)" ;;
    esac
    if [ -z "$missing" ]; then
        all_subjects+=("$subject")
    else
        tell missing "$subject" "{\"why\": \"not available: $missing is not there\"}"
    fi
done

for section in "${sections[@]}"; do
    step "$section of ${all_subjects[*]}" >&2
    "measure_$section"
done
