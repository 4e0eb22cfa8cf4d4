# How long a look-up takes, and how much it allocates: this library, Remote Tea, oncrpc4j and libtirpc, all at the same portmapper, in one run.
#   benchmark_clients.sh [ROUNDS] [DIVISOR]    (default: 7 rounds of full length; DIVISOR makes them shorter)
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
# shellcheck source=library_programs.sh
. "$here/library_programs.sh"
# shellcheck source=peers.sh
. "$here/peers.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
rounds=${1:-7} divisor=${2:-1}

run_as_java 25
start_subject
words_programs
start_words superuser "" 7001
gcc -O2 -I/usr/include/tirpc -o "$WORK/lookups" "$here/benchmark/lookups.c" -ltirpc
"$java" -XX:-UsePerfData -cp "$library_path:$(printf '%s:' "$peers"/{oncrpc4j-core,grizzly-framework,guava,failureaccess,remotetea-oncrpc}.jar)" \
    org.portmapper.interop.benchmark.ClientBenchmark $words 2 7001 "$rounds" "$divisor" 2>"$WORK/benchmark.log" | tee -a "$TRANSCRIPT"
"$WORK/lookups" $words 2 "$rounds" $((50 / divisor + 1)) $((4000 / divisor + 1)) | tee -a "$TRANSCRIPT"
echo "Of $SUBJECT on $(nproc) processors, by $("$java" -version 2>&1 | head -n 1)." | tee -a "$TRANSCRIPT"
