# shellcheck shell=bash
# Sourced after java_programs.sh: with it, SUBJECT can be one of the portmappers of other Java libraries, which know version 2 only.
peers=$repository/interop-tests/target/peers
[ -e "$peers/oncrpc4j-core.jar" ] || skip "$peers is not complete: fill it with '.mvn/jdk25 mvn test-compile'"
run_peer=("$java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$repository/interop-tests/target/test-classes:$peers/*")
case $SUBJECT in
jportmap) peer=("${run_peer[@]}" org.acplt.oncrpc.apps.jportmap.jportmap) ;;
oncrpc4j) peer=("${run_peer[@]}" org.portmapper.interop.peers.Oncrpc4jPortmapper) ;;
esac
