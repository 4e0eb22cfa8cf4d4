# shellcheck shell=bash
# Sourced after java_programs.sh: runs Java programs of ours that use the library as it is delivered, as user "tester" (uid 1000).
dist=$(dirname "$PORTMAPPER")/../lib
[ -e "$dist/rpc-client.jar" ] || skip "$dist/rpc-client.jar is not there: build it with 'mvn package'"
new_user tester 1000
install -d -o tester "$WORK/tester"
cp -r "$dist" "$WORK/lib"
chmod -R a+rX "$WORK/lib"

run_library=() library_path=

run_as_java() { # 17|25 [JAR...]: which Java run_library is, and what it has on its class path besides the library
    local library_java=$java jar
    library_path=$WORK/test-classes
    if [ "$1" = 17 ]; then
        library_java=${JDK17_HOME:-$("$repository/.mvn/jdk25" sh -c 'echo "${JDK17_HOME:-}"')}/bin/java
        [ -x "$library_java" ] || skip "needs a JDK 17 (interop-tests/install-needs installs it)"
    fi
    for jar in rpc-client netty-{common,buffer,resolver,transport} slf4j-api "${@:2}"; do
        library_path=$library_path:$WORK/lib/$jar.jar
        [ -e "$WORK/lib/$jar.jar" ] || fail "$jar.jar is not in $dist"
    done
    run_library=(setpriv --reuid tester --regid tester --clear-groups -- "$library_java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData "-Djava.io.tmpdir=$WORK/tester" -cp "$library_path")
}
