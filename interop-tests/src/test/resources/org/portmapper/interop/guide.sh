# The programs of docs/guide.md, taken from its text, compiled for Java 17 against what we ship, and run as an ordinary user: the service
# registers, is found and called, survives a restart of the portmapper, and is withdrawn.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"

echo_program=536870978
greet_program=536874464
guide=$WORK/guide
library=("$repository"/portmapper/target/dist/lib/{rpc-client,netty-*,slf4j-*,remotetea-oncrpc}.jar)
library_path=$(IFS=:; echo "${library[*]}")
stubs=$repository/portmapper/target/dist/lib/portmapper.jar # has the stubs of Demo.x, made for the daemon's Java

extract() { # each block of Java that is a program goes to a file of its name
    mkdir "$guide"
    awk -v folder="$guide" '
        /^```java/ { inside = 1; text = ""; next }
        /^```/ && inside { if (name != "") { printf "%s", text >(folder "/" name ".java") }; inside = 0; name = ""; next }
        inside { text = text $0 "\n"; if ($0 ~ /^public class /) name = $3 }' "$repository/docs/guide.md"
}

compile() { # RELEASE FILE...: for this Java
    "$(dirname "$java")/javac" --release "$1" -Xlint:all,-this-escape -Werror -cp "$library_path" -d "$guide" "${@:2}" || fail "the guide does not compile: $*"
    chmod -R a+rX "$guide"
}

run() { # CLASS ARGUMENT...
    as_user guide "$java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$guide:$library_path" "$@" 2>>"$WORK/guide.log"
}

start() { # CLASS: in the background, so that $service is the process itself
    setpriv --reuid guide --regid guide --clear-groups -- \
        "$java" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$guide:$library_path" "$1" 2>>"$WORK/guide.log" &
    service=$!
}

new_user guide 1000
extract
compile 17 "$guide"/{EchoService,FindEcho,CallEcho}.java
library_path=$library_path:$stubs
compile 25 "$guide"/Greet{,Server}.java
start_subject

expect "FindEcho before there is one" "not registered" "$(run FindEcho localhost)"
start EchoService
wait_for 30 listed $echo_program 1 udp
expect_match "FindEcho" '^udp 127\.0\.0\.1:[0-9]+$' "$(run FindEcho localhost)"
expect "CallEcho" "hello" "$(run CallEcho 127.0.0.1 hello)"

stop_subject
start_subject
wait_for 30 listed $echo_program 1 udp
expect "CallEcho after a restart of the portmapper" "again" "$(run CallEcho localhost again)"
step "the guide's service is found, called, and registered again"
kill $service

start GreetServer
wait_for 30 listed $greet_program 1 tcp
expect "Greet" "hello, reader" "$(run Greet localhost reader)"
kill $service
wait_for 30 not_listed $greet_program
step "the guide's Remote Tea server is found, called, and withdrawn by SIGTERM"
