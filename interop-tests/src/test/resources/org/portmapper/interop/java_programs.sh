# shellcheck shell=bash
# Sourced after the prelude: the Java programs of src/test/java/org/portmapper/interop/programs, readable by every user.
java=${JAVA:-$("$repository/.mvn/jdk25" sh -c 'echo "$JAVA_HOME/bin/java"')}
[ -x "$java" ] || skip "needs a JDK 25"

remote_tea=(~/.m2/repository/org/acplt/remotetea/remotetea-oncrpc/*/*.jar)
IFS=: read -ra origins <<<"${CLASSES:-$repository/interop-tests/target/test-classes:${remote_tea[0]}}"
class_path=
for origin in "${origins[@]}"; do
    [ -e "$origin" ] || skip "$origin is not there: build it with '.mvn/jdk25 mvn test-compile'"
    cp -r "$origin" "$WORK"
    class_path=$class_path:$WORK/$(basename "$origin")
done
chmod -R a+rX "$WORK"/test-classes

run_java=("$java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "${class_path#:}")
programs=org.portmapper.interop.programs
