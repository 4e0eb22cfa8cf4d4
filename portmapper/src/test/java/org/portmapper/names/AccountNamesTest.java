package org.portmapper.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link AccountNames} reads in the files of a host. */
class AccountNamesTest {
    private static final String USERS = """
            root:x:0:0:root:/root:/bin/bash
            toor:x:0:0::/root:/bin/sh
            alice:x:1000:1000:Alice,,,:/home/alice:/bin/bash
            bob:x:1001:50::/home/bob:/bin/sh
            alice:x:1002:51::/home/other:/bin/sh
            last:x:4294967294:50::/:/bin/sh
            """;
    private static final String GROUPS = """
            root:x:0:
            lab:x:50:alice,nobody-here
            alice:x:1000:
            also-lab:x:50:toor
            lab:x:60:bob
            """;

    @TempDir
    Path folder;

    private AccountNames names(String users, String groups) throws IOException {
        return AccountNames.of(
                Files.writeString(folder.resolve("passwd"), users), Files.writeString(folder.resolve("group"), groups));
    }

    @ParameterizedTest
    @CsvSource({"root,0", "toor,0", "alice,1000", "bob,1001", "last,4294967294"})
    void aUserHasTheIdOfItsFirstLine(String name, long uid) throws IOException {
        assertThat(names(USERS, GROUPS).uid(name)).contains(uid);
    }

    @ParameterizedTest
    @CsvSource({"0,root", "1000,alice", "1001,bob", "4294967294,last"})
    void anIdHasTheFirstNameThatMeansIt(long uid, String name) throws IOException {
        assertThat(names(USERS, GROUPS).userName(uid)).contains(name);
    }

    @Test
    void anIdWhoseOnlyNameMeansAnotherHasNone() throws IOException {
        assertThat(names(USERS, GROUPS).userName(1002)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lab,50", "also-lab,50", "alice,1000", "root,0"})
    void aGroupHasTheIdOfItsFirstLine(String name, long gid) throws IOException {
        assertThat(names(USERS, GROUPS).gid(name)).contains(gid);
    }

    @Test
    void membersAreListedOrHaveItForTheirOwn() throws IOException {
        AccountNames names = names(USERS, GROUPS);
        assertThat(names.members(50)).containsExactlyInAnyOrder(1000L, 1001L, 0L, 4294967294L);
        assertThat(names.members(51)).containsExactly(1002L);
        assertThat(names.members(60)).containsExactly(1001L);
        assertThat(names.members(99)).isEmpty();
        assertThat(names.groupsOf(1000)).containsExactlyInAnyOrder(50L, 1000L);
        assertThat(names.groupsOf(77)).isEmpty();
    }

    @Test
    void allNamesAreKnown() throws IOException {
        assertThat(names(USERS, GROUPS).users()).containsExactlyInAnyOrder("root", "toor", "alice", "bob", "last");
        assertThat(names(USERS, GROUPS).groups()).containsExactlyInAnyOrder("root", "lab", "alice", "also-lab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:x:4294967295:1::/:",
                "x:x:-1:1::/:",
                "x:x::1::/:",
                "x:x:0x10:1::/:",
                "x:x:7",
                ":x:7:7::/:",
                "+x:x:7:7::/:",
                "-x:x:7:7::/:",
                "+::::::",
                "#x:x:7:7::/:",
                "",
                "x"
            })
    void aLineThatIsNoAccountSaysNothing(String line) throws IOException {
        AccountNames names = names(line + "\n", line + "\n");
        assertThat(names.users()).containsExactly("root");
        assertThat(names.members(7)).isEmpty();
    }

    @Test
    void theSuperuserIsRootWhateverTheFilesSay() throws IOException {
        AccountNames names = names("root:x:1000:1000::/:\nboss:x:0:0::/:\n", "");
        assertThat(names.uid("root")).contains(0L);
        assertThat(names.userName(0)).contains("root");
        assertThat(names.userName(1000)).isEmpty();
    }

    @Test
    void filesThatAreNotThereNameNobody() throws IOException {
        AccountNames names = AccountNames.of(folder.resolve("a"), folder.resolve("b"));
        assertThat(names.uid("root")).contains(0L);
        assertThat(names.users()).containsExactly("root");
        assertThat(names.groups()).isEmpty();
    }

    @Test
    void aFileIsReadUpToTheLimitAndRefusedBeyond() throws IOException {
        String lines = "#" + "x".repeat(AccountNames.BYTES_LIMIT - 1 - "\na:x:7:7::/:".length()) + "\na:x:7:7::/:";
        assertThat(names(lines, "").uid("a")).contains(7L);
        assertThatIOException()
                .isThrownBy(() -> names(lines + "\n", ""))
                .withMessage("more than " + AccountNames.BYTES_LIMIT + " bytes");
    }
}
