package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.portmapper.kernel.NetlinkDump.Progress;

/** Lists of sockets, with the parts made up. */
class NetlinkDumpTest {
    private static final int OURS = 7;
    private static final int ANOTHERS = 6;

    private final NetlinkDump<Integer> dump = new NetlinkDump<>(
            OURS,
            2,
            message -> Optional.of(message.memory().getInt(message.payload(4))).filter(value -> value > 0));

    @Test
    void listIsCompleteWhenItsEndComes() throws Exception {
        assertThat(take(new NetlinkParts().socket(OURS, 1).socket(OURS, 2))).isEqualTo(Progress.MORE);
        assertThat(take(new NetlinkParts().socket(OURS, 3))).isEqualTo(Progress.MORE);
        assertThat(take(new NetlinkParts().done(OURS, 0))).isEqualTo(Progress.COMPLETE);
        assertThat(dump.found()).containsExactly(1, 2, 3);
    }

    @Test
    void endMayComeWithTheLastSockets() throws Exception {
        assertThat(take(new NetlinkParts().socket(OURS, 1).done(OURS, 0))).isEqualTo(Progress.COMPLETE);
        assertThat(dump.found()).containsExactly(1);
    }

    @Test
    void whatIsNotWantedIsLeftOut() throws Exception {
        take(new NetlinkParts().socket(OURS, 0).socket(OURS, 1).done(OURS, 0));
        assertThat(dump.found()).containsExactly(1);
    }

    @Test
    void leftoversOfAnotherRequestAreNeitherFoundNorCounted() throws Exception {
        assertThat(take(new NetlinkParts().socket(ANOTHERS, 9))).isEqualTo(Progress.MORE);
        assertThat(take(new NetlinkParts().done(ANOTHERS, 0))).isEqualTo(Progress.MORE);
        take(new NetlinkParts().socket(OURS, 1));
        take(new NetlinkParts().socket(OURS, 2));
        assertThat(take(new NetlinkParts().done(OURS, 0))).isEqualTo(Progress.COMPLETE);
        assertThat(dump.found()).containsExactly(1, 2);
    }

    @Test
    void socketsInOnePartTooManyAreRefused() throws Exception {
        take(new NetlinkParts().socket(OURS, 1));
        take(new NetlinkParts().socket(OURS, 2));
        assertThatThrownBy(() -> take(new NetlinkParts().socket(OURS, 3)))
                .isInstanceOf(SocketTableException.class)
                .hasMessage(
                        "list of sockets: more than 2 parts (expected: fewer sockets, so that all can be looked at)");
    }

    @Test
    void disturbedListIsNotComplete() throws Exception {
        NetlinkParts socket =
                new NetlinkParts().message(NetlinkMessage.SOCK_DIAG_BY_FAMILY, NetlinkParts.DUMP_INTR, OURS, 1);
        NetlinkParts end = new NetlinkParts().message(NetlinkMessage.NLMSG_DONE, NetlinkParts.DUMP_INTR, OURS, 0);
        assertThat(take(socket)).isEqualTo(Progress.DISTURBED);
        assertThat(take(end)).isEqualTo(Progress.DISTURBED);
        assertThat(take(new NetlinkParts().error(OURS, Errno.EBUSY))).isEqualTo(Progress.DISTURBED);
    }

    @Test
    void refusalIsTheKernels() {
        assertThatThrownBy(() -> take(new NetlinkParts().error(OURS, Errno.ENOENT)))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("list sockets: ENOENT (no such file or directory)");
        assertThatThrownBy(() -> take(new NetlinkParts().done(OURS, -Errno.EACCES.number())))
                .hasMessage("list sockets: EACCES (permission denied)");
    }

    @Test
    void malformedPartIsRefused() {
        assertThatThrownBy(() -> take(new NetlinkParts())).isInstanceOf(SocketTableException.class);
        assertThatThrownBy(() -> take(new NetlinkParts().socket(OURS, 1).header(15, OURS)))
                .hasMessage("netlink message: 15 bytes (expected: 16 to 16)");
        assertThatThrownBy(() -> take(new NetlinkParts().message(99, 0, OURS)))
                .hasMessage("type of a netlink message: 99 (expected: another)");
        assertThatThrownBy(() -> take(new NetlinkParts().message(NetlinkMessage.NLMSG_ERROR, 0, OURS, 0)))
                .hasMessage("type of a netlink message: 2 (expected: another)");
        assertThatThrownBy(() -> take(new NetlinkParts().message(NetlinkMessage.NLMSG_DONE, 0, OURS)))
                .hasMessage("payload of netlink message 3: 0 bytes (expected: at least 4)");
    }

    private Progress take(NetlinkParts part) throws IOException {
        return dump.take(part.memory(), part.end());
    }
}
