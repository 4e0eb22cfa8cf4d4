package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.Proof;
import org.portmapper.names.AccountNames;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What holds where no file says anything. */
class BuiltInPolicyTest {
    private static final UniversalAddress SOMEWHERE = new UniversalAddress.Local("/run/service.sock");

    @Test
    void itIsEnforcedAndHasTheDefaultQuota() throws PolicyException {
        Policy policy = Host.policy();
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy.quota()).isEqualTo(Quota.DEFAULT);
        assertThat(policy.summary()).isEqualTo("0 sections in 0 files, mode enforce");
    }

    @Test
    void aFileChangesModeAndQuota() throws PolicyException {
        Policy policy = Host.policy("mode = \"audit\"\n[quota]\nper-user = 120000\nall-users = 120_000\n");
        assertThat(policy.mode()).isEqualTo(Mode.AUDIT);
        assertThat(policy.quota()).isEqualTo(new Quota(120_000, 120_000));
        assertThat(Host.policy("[quota]\nper-user = 1\n").quota()).isEqualTo(new Quota(1, 100_000));
        assertThat(Host.policy("[quota]\nall-users = 1000\n").quota()).isEqualTo(new Quota(1000, 1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000, 0x1fff_ffffL, 0x2000_0000L, 0x5fff_ffffL, 0x6000_0000L, 0xffff_ffffL})
    void everyProgramIsDecided(long program) throws PolicyException {
        Policy policy = Host.policy();
        assertThat(policy.listener(program).listener()).isEqualTo(Listener.OPTIONAL);
        assertThat(policy.listener(program).rule())
                .isEqualTo(new Rule("built-in:16:12", "program.0-0xffffffff.listener = \"optional\""));
        assertThat(policy.ports(program)).isEmpty();
        Caller alice = new Caller.User(1000, Proof.UDP_MARK, Set.of(), CallingProcess.UNKNOWN);
        assertThat(policy.register(alice, program, SOMEWHERE).rule().place()).startsWith("built-in:");
    }

    @Test
    void aFileDecidesWhetherASocketIsNeeded() throws PolicyException {
        Policy policy = Host.policy(
                "[program.nfs]\nlistener = \"optional\"\n[program.0-0xffffffff]\nlistener = \"required\"\n");
        assertThat(policy.listener(100_003))
                .isEqualTo(new ListenerRule(
                        Listener.OPTIONAL, new Rule("1.toml:2:12", "program.nfs.listener = \"optional\"")));
        assertThat(policy.listener(100_005).rule().place()).isEqualTo("1.toml:4:12");
    }

    @Test
    void onAHostWithoutAccountsRootIsStillKnown() throws IOException {
        Path nowhere = Path.of("/nonexistent");
        Policy policy = Policy.builtIn(Host.policies().programs(), AccountNames.of(nowhere, nowhere));
        Caller root = new Caller.User(0, Proof.UDP_MARK, Set.of(), CallingProcess.UNKNOWN);
        Caller other = new Caller.User(110, Proof.UDP_MARK, Set.of(), CallingProcess.UNKNOWN);
        assertThat(policy.register(root, 100_024, SOMEWHERE)).isInstanceOf(Decision.Allowed.class);
        assertThat(policy.register(other, 100_024, SOMEWHERE)).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void whatIsPrintedCanBePutIntoAFile() throws PolicyException {
        String text = PolicyFiles.builtInText().replace(", \"user:rpcuser\"", "");
        assertThat(Host.policy(text).summary()).isEqualTo("7 sections in 1 file, mode enforce");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).matches("[ -~]{0,130}"));
    }
}
