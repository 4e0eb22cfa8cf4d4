# A hundred thousand look-ups at once by one client of the library with bounded memory, over each transport: all are answered, or fail by
# their deadline.   many_lookups.sh [COUNT] [HEAP] [JAVA]
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
# shellcheck source=library_programs.sh
. "$here/library_programs.sh"

run_as_java "${3:-25}"
start_subject
for netid in tcp local udp; do
    "${run_library[@]}" "-Xmx${2:-512m}" org.portmapper.interop.library.ManyLookups "${1:-100000}" $netid 2>>"$WORK/lookups.log" | tee -a "$TRANSCRIPT"
done
echo "$SUBJECT has had at most $(awk '/VmHWM/ { print $2, $3 }' "/proc/$subject_pid/status") of memory" | tee -a "$TRANSCRIPT"
stop_subject
