# The programs of docs/guide.md, taken from its text, compiled for Java 17 against what we ship, and run as an ordinary user: the service
# registers, is found and called, survives a restart of the portmapper, and is withdrawn.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"

echo_program=536870978
guide=$WORK/guide
library=("$repository"/portmapper/target/dist/lib/{rpc-client,netty-*,slf4j-*}.jar)
library_path=$(IFS=:; echo "${library[*]}")

extract() { # each block of Java that is a program goes to a file of its name
    mkdir "$guide"
    awk -v folder="$guide" '
        /^```java/ { inside = 1; text = ""; next }
        /^```/ && inside { if (name != "") { printf "%s", text >(folder "/" name ".java") }; inside = 0; name = ""; next }
        inside { text = text $0 "\n"; if ($0 ~ /^public class /) name = $3 }' "$repository/docs/guide.md"
}

compile() { # CLASS...
    "$(dirname "$java")/javac" --release 17 -Xlint:all -Werror -cp "$library_path" -d "$guide" "${@/#/$guide/}" || fail "the guide does not compile: $*"
    chmod -R a+rX "$guide"
}

run() { # CLASS ARGUMENT...
    as_user guide "$java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$guide:$library_path" "$@" 2>>"$WORK/guide.log"
}

new_user guide 1000
extract
compile EchoService.java FindEcho.java CallEcho.java
start_subject

expect "FindEcho before there is one" "not registered" "$(run FindEcho localhost)"
run EchoService &
service=$!
wait_for 30 listed $echo_program 1 udp
expect_match "FindEcho" '^udp 127\.0\.0\.1:[0-9]+$' "$(run FindEcho localhost)"
expect "CallEcho" "hello" "$(run CallEcho 127.0.0.1 hello)"

stop_subject
start_subject
wait_for 30 listed $echo_program 1 udp
expect "CallEcho after a restart of the portmapper" "again" "$(run CallEcho localhost again)"
step "the guide's service is found, called, and registered again"
kill $service
