package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How policies are refused: with the place of all that is wrong, what is allowed there, and what may have been meant. */
class BrokenPolicyTest {
    private static List<String> problems(String... texts) {
        try {
            Host.policy(texts);
            return List.of();
        } catch (PolicyException e) {
            return e.problems();
        }
    }

    /** {@code ~} stands for the end of a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            mode = "enforced" | 1:8: mode: "enforced" (expected: "enforce" or "audit"), did you mean "enforce"?
            mode = true | 1:8: mode: true (expected: "enforce" or "audit")
            mdoe = "audit" | 1:1: mdoe: unknown key (expected: mode, program or quota), did you mean "mode"?
            [programs.nfs] | 1:1: programs: unknown key (expected: mode, program or quota), did you mean "program"?
            program = 1 | 1:1: program: no section (expected: [program] and the keys below it)
            program.nfs = 1 | 1:1: program.nfs: no section (expected: [program.nfs] and the keys below it)
            [[program.nfs]]~register = [] | 1:1: program.nfs: no section (expected: [program.nfs] and the keys below it)
            quota = 7 | 1:1: quota: no section (expected: [quota] and the keys below it)
            """)
    void whatStandsAtTheTopIsChecked(String text, String problem) {
        assertThat(problems(text.replace('~', '\n'))).containsExactly("1.toml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            nsf | program.nsf: no program (expected: a program's name or number, or a range of numbers, the smaller first), did you mean "nfs"?
            4294967296 | program.4294967296: no program (expected: a program's name or number, or a range of numbers, the smaller first)
            0x1ffffffff | program.0x1ffffffff: no program (expected: a program's name or number, or a range of numbers, the smaller first)
            20-10 | program.20-10: no program (expected: a program's name or number, or a range of numbers, the smaller first)
            1- | program.1-: no program (expected: a program's name or number, or a range of numbers, the smaller first)
            nfs-mountd | program.nfs-mountd: no program (expected: a program's name or number, or a range of numbers, the smaller first)
            "1 - 5" | program."1 - 5": no program (expected: a program's name or number, or a range of numbers, the smaller first)
            "\\u001b" | program."\\U0000001B": no program (expected: a program's name or number, or a range of numbers, the smaller first)
            """)
    void aSectionIsOfPrograms(String key, String problem) {
        assertThat(problems("[program." + key + "]\nregister = []\n")).containsExactly("1.toml:1:1: " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            regsiter = [] | 2:1: program.nfs.regsiter: unknown key (expected: register, ports or listener), did you mean "register"?
            lookup = ["local"] | 2:1: program.nfs.lookup: unknown key (expected: register, ports or listener)
            mode = "audit" | 2:1: program.nfs.mode: unknown key (expected: register, ports or listener; mode and quota stand outside of [program...])
            register = "user:root" | 2:12: program.nfs.register: "user:root" (expected: a list)
            register = [0] | 2:13: program.nfs.register: 0 (expected: a string of facts, as "user:alice & group:lab")
            register = [["user:root"]] | 2:13: program.nfs.register: a list (expected: a string of facts, as "user:alice & group:lab")
            register = ["user:root", "user:0"] | 2:26: program.nfs.register: "user:0" (expected: each alternative once)
            listener = "maybe" | 2:12: program.nfs.listener: "maybe" (expected: "required" or "optional")
            listener = "option" | 2:12: program.nfs.listener: "option" (expected: "required" or "optional"), did you mean "optional"?
            listener = false | 2:12: program.nfs.listener: false (expected: "required" or "optional")
            ports = 2049 | 2:9: program.nfs.ports: 2049 (expected: a list)
            ports = [] | 2:9: program.nfs.ports: [] (expected: a list that is not empty)
            ports = [0] | 2:10: program.nfs.ports: 0 (expected: a port of 1 to 65535, or a range of them, the smaller first)
            ports = [65536] | 2:10: program.nfs.ports: 65536 (expected: a port of 1 to 65535, or a range of them, the smaller first)
            ports = ["nfs"] | 2:10: program.nfs.ports: "nfs" (expected: a port of 1 to 65535, or a range of them, the smaller first)
            ports = ["7-6"] | 2:10: program.nfs.ports: "7-6" (expected: a port of 1 to 65535, or a range of them, the smaller first)
            ports = [1.5] | 2:10: program.nfs.ports: 1.5 (expected: a port of 1 to 65535, or a range of them, the smaller first)
            ports = [7, "1-9"] | 2:13: program.nfs.ports: "1-9" (expected: each port once)
            """)
    void aKeyOfASectionIsChecked(String line, String problem) {
        assertThat(problems("[program.nfs]\n" + line)).containsExactly("1.toml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            usr:root | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH), did you mean "user"?
            root | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH)
            User:root | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH), did you mean "user"?
            kernel: | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH)
            user | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH)
            addr:10.0.0.1 | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH)
            user:alcie | (expected: a user of this host, by name or number), did you mean "user:alice"?
            user: | (expected: a user of this host, by name or number)
            user:-1 | (expected: a user of this host, by name or number)
            user:4294967295 | (expected: an id of 0 to 4294967294)
            user:99999999999999999999 | (expected: an id of 0 to 4294967294)
            group:labs | (expected: a group of this host, by name or number), did you mean "group:lab"?
            group:alice | (expected: a group of this host, by name or number)
            unit:nfs-ganesha | (expected: a unit's name, which ends with .service or .scope), did you mean "unit:nfs-ganesha.service"?
            unit:nfs.sevrice | (expected: a unit's name, which ends with .service or .scope), did you mean "unit:nfs.service"?
            unit:nfs.target | (expected: a unit's name, which ends with .service or .scope)
            unit:.service | (expected: a unit's name, which ends with .service or .scope)
            unit:a/b.service | (expected: a unit's name, which ends with .service or .scope)
            exe:java | (expected: the absolute path of a program, without ".." and the like)
            exe:/usr/../bin/java | (expected: the absolute path of a program, without ".." and the like)
            exe:/usr//bin/java | (expected: the absolute path of a program, without ".." and the like)
            exe:/usr/bin/ | (expected: the absolute path of a program, without ".." and the like)
            exe:/ | (expected: the absolute path of a program, without ".." and the like)
            user:alice &  | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH, on each side of &)
            user:alice && group:lab | (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH, on each side of &)
            exe:/usr/bin/java | (expected: user, group or unit beside exe: every user can run a program)
            user:alice & user:1000 | (expected: each fact once)
            user:alice & user:bob | (expected: one user, one unit and one program: no process has two)
            unit:a.service & unit:b.service | (expected: one user, one unit and one program: no process has two)
            exe:/a & user:bob & exe:/b | (expected: one user, one unit and one program: no process has two)
            kernel & user:root | (expected: local and kernel each alone: the other facts say more, or contradict)
            user:bob & local | (expected: local and kernel each alone: the other facts say more, or contradict)
            """)
    void anAlternativeIsOfFacts(String alternative, String problem) {
        assertThat(problems("[program.nfs]\nregister = [\"" + alternative + "\"]"))
                .containsExactly("1.toml:2:13: program.nfs.register: \"" + alternative + "\" " + problem);
    }

    @Test
    void anEmptyAlternativeAndAnEmptySectionAreNone() {
        assertThat(problems("program.nfs.register = ['']\n[program.mountd]\n"))
                .containsExactly(
                        "1.toml:1:25: program.nfs.register: \"\" (expected: local, kernel, user:NAME, group:NAME,"
                                + " unit:NAME or exe:PATH, on each side of &)",
                        "1.toml:2:1: program.mountd: empty (expected: register, ports or listener)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            per-user = 0 | 2:12: quota.per-user: 0 (expected: a number of 1 to 120000)
            per-user = -1 | 2:12: quota.per-user: -1 (expected: a number of 1 to 120000)
            all-users = 120001 | 2:13: quota.all-users: 120001 (expected: a number of 1 to 120000)
            per-user = "10" | 2:12: quota.per-user: "10" (expected: a number of 1 to 120000)
            per-users = 10 | 2:1: quota.per-users: unknown key (expected: per-user or all-users), did you mean "per-user"?
            per-user = 100001 | 1:1: quota.per-user: 100001 (expected: at most quota.all-users, which is 100000)
            all-users = 999 | 1:1: quota.per-user: 1000 (expected: at most quota.all-users, which is 999)
            """)
    void aQuotaIsChecked(String line, String problem) {
        assertThat(problems("[quota]\n" + line)).containsExactly("1.toml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            [program.nfs~register = [] | 1:13: Unexpected end of line, expected ]
            [program.nfs]~register = []~register = [] | 3:1: register previously defined at line 2, column 1
            [program.nfs]~register = []~[program.nfs] | 3:1: program.nfs previously defined at line 1, column 1
            mode = audit | 1:8: Unexpected 'a', expected a value
            """)
    void textThatIsNoTomlIsRefusedWhereItCeasesToBe(String text, String problem) {
        assertThat(problems(text.replace('~', '\n'))).first().asString().startsWith("1.toml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            [program.nfs]~ports = [1] | [program.100003]~register = [] | 2.toml:1:1: program.100003: defined twice (expected: one section for these programs; the other is at 1.toml:1:1)
            [program.0x1-0xf]~ports = [1] | ~[program.1-15]~ports = [2] | 2.toml:2:1: program.1-15: defined twice (expected: one section for these programs; the other is at 1.toml:1:1)
            mode = "audit" | ~mode = "audit" | 2.toml:2:1: mode: defined twice (expected: in one file; the other is at 1.toml:1:1)
            ~[quota]~per-user = 1 | [quota]~all-users = 2000 | 2.toml:1:1: quota: defined twice (expected: in one file; the other is at 1.toml:2:1)
            [program.10-19]~ports = [1] | [program.5-14]~ports = [2] | 2.toml:1:1: program.5-14: overlaps program.10-19 (expected: a narrower or wider range, for the narrowest decides; the other is at 1.toml:1:1)
            [program.1-10]~ports = [1] | [program.10-19]~ports = [2] | 2.toml:1:1: program.10-19: overlaps program.1-10 (expected: a narrower or wider range, for the narrowest decides; the other is at 1.toml:1:1)
            ~ | [program.2-0x20000000]~ports = [2] | 2.toml:1:1: program.2-0x20000000: overlaps program.1-0x1fffffff (expected: a narrower or wider range, for the narrowest decides; the other is at built-in:23:1)
            """)
    void filesMayNotContradictEachOther(String one, String other, String problem) {
        assertThat(problems(one.replace('~', '\n'), other.replace('~', '\n'))).contains(problem);
    }

    @Test
    void inOneFileAProgramHasOneSectionUnderWhateverName() {
        assertThat(problems(
                        "[program.nfs]\nports = [1]\n[program.nfsd]\nports = [2]\n[program.0x186a3]\nports = [3]\n"))
                .containsExactly(
                        "1.toml:3:1: program.nfsd: defined twice (expected: one section for these programs; the other is"
                                + " at 1.toml:1:1)",
                        "1.toml:5:1: program.0x186a3: defined twice (expected: one section for these programs; the other"
                                + " is at 1.toml:1:1)");
    }

    @Test
    void nobodyCanBeLetIntoThePortmappersOwnProgram() {
        assertThat(problems("[program.rpcbind]\nregister = [\"user:root\"]\n"))
                .containsExactly("1.toml:2:1: program.rpcbind.register: not empty (expected: [], for program 100000 is"
                        + " the portmapper)");
        assertThat(problems("[program.rpcbind]\nregister = []\n")).isEmpty();
    }

    @Test
    void allProblemsOfAllFilesAreToldInTheirOrder() {
        assertThat(problems(
                        "[program.nsf]\nregister = [\"user:alcie\"]\nlistener = 1\n", "mode = 1\nprogram.nfs.x = 1\n"))
                .containsExactly(
                        "1.toml:1:1: program.nsf: no program (expected: a program's name or number, or a range of numbers,"
                                + " the smaller first), did you mean \"nfs\"?",
                        "1.toml:2:13: program.nsf.register: \"user:alcie\" (expected: a user of this host, by name or"
                                + " number), did you mean \"user:alice\"?",
                        "1.toml:3:12: program.nsf.listener: 1 (expected: \"required\" or \"optional\")",
                        "2.toml:1:8: mode: 1 (expected: \"enforce\" or \"audit\")",
                        "2.toml:2:1: program.nfs.x: unknown key (expected: register, ports or listener)");
    }

    @Test
    void problemsAreToldUpToTheLimit() {
        String alternatives = IntStream.range(0, Problems.LIMIT + 1)
                .mapToObj(i -> "\"bad" + i + "\"")
                .collect(Collectors.joining(",\n"));
        assertThat(problems("program.nfs.register = [" + alternatives + "]")).hasSize(Problems.LIMIT);
    }

    @Test
    void sectionsAreReadUpToTheLimitAndRefusedBeyond() {
        String limit = IntStream.range(0, Sections.LIMIT)
                .mapToObj(i -> "program." + (500_000 + i) + ".ports=[1]\n")
                .collect(Collectors.joining());
        assertThat(problems(limit)).isEmpty();
        assertThat(problems(limit, "program.1.ports=[1]\n"))
                .containsExactly("2.toml:1:1: program.1: one too many (expected: at most 10000)");
    }

    @Test
    void controlCharactersAndLongTextsAreShownAndCut() {
        assertThat(problems("mode = \"\\u001b[2J" + "x".repeat(200) + "\""))
                .containsExactly("1.toml:1:8: mode: \"\\x1b[2J" + "x".repeat(96) + "...\" (expected: \"enforce\" or"
                        + " \"audit\")");
    }

    @Test
    void theExceptionHasALineForEachProblem() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> Host.policy("a = 1\nb = 2\n"))
                .withMessage("""
                        1.toml:1:1: a: unknown key (expected: mode, program or quota)
                        1.toml:2:1: b: unknown key (expected: mode, program or quota)""");
    }
}
