package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.identity.Caller;
import org.portmapper.rpc.rpcbind.Rpcbind;

/** What policies decide, and that what they say would change it does change it. */
class DecisionTest {
    private static final String ALL_ROWS = "org.portmapper.policy.DecisionRow#all";

    @Test
    void theTableHasManyRows() throws IOException {
        assertThat(DecisionRow.all().count()).isGreaterThanOrEqualTo(60);
        assertThat(DecisionRow.all().filter(DecisionRow::allowed).count()).isGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource(ALL_ROWS)
    void everyRowIsDecidedByItsLine(DecisionRow row) throws PolicyException {
        Decision decision = row.question().askedOf(row.policy());
        assertThat(decision.rule().place()).isEqualTo(row.place());
        assertThat(decision instanceof Decision.Allowed).isEqualTo(row.allowed());
    }

    /** Those for which there is a remedy: the portmapper's own program has none. */
    static Stream<DecisionRow> remedied() throws IOException {
        return DecisionRow.all()
                .filter(row -> !row.allowed() && row.question().program() != Rpcbind.PROGRAM)
                .filter(row -> !row.question().caller().startsWith("unproven"));
    }

    @ParameterizedTest
    @MethodSource("remedied")
    void theRemedyOfARefusalAllowsIt(DecisionRow row) throws PolicyException {
        assertThat(row.question().askedOf(remedied(row))).isInstanceOf(Decision.Allowed.class);
    }

    private static Policy remedied(DecisionRow row) throws PolicyException {
        return Host.policies().parse(AppliedRemedy.to(row.texts(), remedy(row)));
    }

    private static String remedy(DecisionRow row) throws PolicyException {
        return ((Decision.Refused) row.question().askedOf(row.policy())).remedy();
    }

    @ParameterizedTest
    @MethodSource("remedied")
    void theRemedyOfARefusalAllowsNobodyElse(DecisionRow row) throws PolicyException, IOException {
        Policy before = row.policy();
        Policy after = remedied(row);
        // A port is allowed for all who may register the program.
        boolean port = remedy(row).contains("ports");
        List<Question> others = remedied()
                .map(DecisionRow::question)
                .filter(other ->
                        other.program() != row.question().program() || (!port && uid(other) != uid(row.question())))
                .toList();
        assertThat(others).hasSizeGreaterThan(20).allSatisfy(other -> {
            boolean allowed = other.askedOf(before) instanceof Decision.Allowed;
            assertThat(other.askedOf(after) instanceof Decision.Allowed).isEqualTo(allowed);
        });
    }

    private static long uid(Question question) {
        try {
            return ((Caller.User) question.known()).uid();
        } catch (PolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<DecisionRow> allowed() throws IOException {
        return DecisionRow.all().filter(DecisionRow::allowed);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void whatIsSaidToRefuseAnAllowedOneRefusesIt(DecisionRow row) throws PolicyException {
        Question question = row.question();
        String change = row.policy().remedyAgainst((Caller.User) question.known(), question.program());
        Policy changed = Host.policies().parse(AppliedRemedy.to(row.texts(), change));
        assertThat(question.askedOf(changed)).as(change).isInstanceOf(Decision.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            user:nobody    | nfs        | 2049 | uid 65534 (nobody) is none of "user:root", "kernel" | program.nfs.register = ["user:root", "kernel", "user:nobody"]
            user:alice     | status     | 2049 | uid 1000 (alice) is none of "user:root", "user:statd" | program.status.register = ["user:root", "user:statd", "user:alice"]
            user:odd name  | nfs        | 2049 | uid 1003 is none of "user:root", "kernel" | program.nfs.register = ["user:root", "kernel", "user:1003"]
            user:4000      | 400000     | 2049 | uid 4000 is none of "user:root", "kernel" | program.400000.register = ["user:root", "kernel", "user:4000"]
            user:alice     | x25.inr    | 2049 | uid 1000 (alice) is none of "user:root", "kernel" | program."x25.inr".register = ["user:root", "kernel", "user:alice"]
            user:root      | portmapper | 111  | nobody may register it | none: program 100000 is the portmapper itself
            unproven here  | nfs        | 2049 | it is not known | register over the local socket: it proves who calls
            unproven elsewhere | nfs    | 2049 | it is far away | register on this host: nobody is known to it from elsewhere
            """)
    void aRefusalByTheBuiltInPolicySaysWhatToDo(
            String caller, String program, String port, String reason, String remedy) throws PolicyException {
        Decision decision = Question.of(caller, "local", program, port).askedOf(Host.policy());
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.remedy()).isEqualTo(remedy);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            user:alice | nfs    | 2049 | in 1.toml:2 add "user:alice" to register
            user:root  | nfs    | 2050 | in 1.toml:4 add 2050 to ports
            user:alice | nfs    | 2050 | in 1.toml:2 add "user:alice" to register; in 1.toml:4 add 2050 to ports
            user:alice | mountd | 2049 | in 1.toml:5 add register = ["user:root", "kernel", "user:alice"] to program.mountd
            user:alice | 300001 | 2049 | program.300001.register = ["user:root", "user:alice"]
            user:alice | 300001 | 2050 | program.300001.register = ["user:root", "user:alice"]; program.300001.ports = [2049, "100-200", 2050]
            """)
    void aRefusalByAFileSaysWhatToChangeAndWhere(String caller, String program, String port, String remedy)
            throws PolicyException {
        Policy policy = Host.policy("""
                [program.nfs]
                register = ["user:root",
                            "kernel"]
                ports = [2049]
                [program.mountd]
                listener = "optional"
                [program.300000-300009]
                register = ["user:root"]
                ports = [2049, "100-200"]
                """);
        assertThat(Question.of(caller, "local", program, port).askedOf(policy))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.remedy()).isEqualTo(remedy));
    }

    @Test
    void whatDecidedIsShownAsItIsWritten() throws PolicyException {
        Policy policy = Host.policy("program.nfs.register = ['user:ganesha  &  exe:/opt/\u00e4\\b']\n");
        Question refused = Question.of("user:root", "local", "nfs", "2049");
        Question allowed = Question.of("user:ganesha&exe:/opt/\u00e4\\b", "local", "nfs", "2049");
        assertThat(refused.askedOf(policy).rule())
                .isEqualTo(new Rule(
                        "1.toml:1:1", "program.nfs.register = [\"user:ganesha  &  exe:/opt/\\U000000E4\\\\b\"]"));
        assertThat(allowed.askedOf(policy).rule())
                .isEqualTo(new Rule("1.toml:1:25", "user:ganesha  &  exe:/opt/\\xe4\\x5cb"));
    }
}
