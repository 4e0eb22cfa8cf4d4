package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.Denial.RpcMismatch;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;

/** What each reply that is no success is told as. */
class CalledProcedureTest {
    private static final RpcAddress ADDRESS = RpcAddress.of(Loopback.INET, 2049, Netid.UDP);
    private static final CalledProcedure NFS = new CalledProcedure(ADDRESS, new Procedure(100003, 3, 1));

    @Test
    void successGivesItsResults() {
        assertThat(NFS.resultsOf(new AcceptedReply(1, new Success(Opaque.ofHex("00112233")))))
                .isEqualTo(Opaque.ofHex("00112233"));
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(
                        new ProgramUnavailable(),
                        RpcException.ProgramUnavailable.class,
                        "the program is not served there; the program has ended or moved: look its address up again"),
                Arguments.of(
                        new ProgramMismatch(2, 4),
                        RpcException.ProgramMismatch.class,
                        "version 3 is not served there (expected: 2 to 4)"),
                Arguments.of(
                        new ProgramMismatch(2, 2),
                        RpcException.ProgramMismatch.class,
                        "version 3 is not served there (expected: 2)"),
                Arguments.of(
                        new ProcedureUnavailable(),
                        RpcException.ProcedureUnavailable.class,
                        "this version has no such procedure there"),
                Arguments.of(
                        new GarbageArguments(),
                        RpcException.GarbageArguments.class,
                        "the server could not decode the arguments"),
                Arguments.of(
                        new SystemError(),
                        RpcException.SystemError.class,
                        "the server failed (SYSTEM_ERR); its log may say why"));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void statusIsToldWithItsCall(AcceptedStatus status, Class<? extends RpcException> type, String text) {
        assertThatThrownBy(() -> NFS.resultsOf(new AcceptedReply(1, status)))
                .isInstanceOf(type)
                .hasMessage("udp 127.0.0.1:2049: program 100003 version 3 procedure 1: " + text);
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(new AuthError(AuthStat.BAD_CREDENTIAL), "denied, AUTH_BADCRED"),
                Arguments.of(new AuthError(new AuthStat(4711)), "denied, auth_stat 4711"),
                Arguments.of(
                        new AuthError(AuthStat.TOO_WEAK),
                        "denied, AUTH_TOOWEAK; the server wants better proof of who calls:"
                                + " try on its own host, over the local socket"),
                Arguments.of(new RpcMismatch(3, 4), "denied, the server speaks RPC version 3 to 4 (expected: 2)"));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void denialIsToldWithItsCall(Denial denial, String text) {
        assertThatThrownBy(() -> NFS.resultsOf(new DeniedReply(1, denial)))
                .isInstanceOfSatisfying(
                        RpcException.Denied.class,
                        denied -> assertThat(denied.denial()).isEqualTo(denial))
                .hasMessage("udp 127.0.0.1:2049: program 100003 version 3 procedure 1: " + text);
    }

    @Test
    void mismatchTellsTheVersions() {
        assertThatThrownBy(() -> NFS.resultsOf(new AcceptedReply(1, new ProgramMismatch(2, 4))))
                .isInstanceOfSatisfying(
                        RpcException.ProgramMismatch.class,
                        mismatch -> assertThat(mismatch.versions()).isEqualTo(new VersionRange(2, 4)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 4,  portmapper version 2 DUMP",
        "2, 3,  portmapper version 2 GETPORT",
        "2, 6,  portmapper version 2 procedure 6",
        "3, 3,  portmapper version 3 GETADDR",
        "3, 12, portmapper version 3 procedure 12",
        "4, 12, portmapper version 4 GETSTAT",
    })
    void proceduresOfThePortmapperHaveNames(long version, long procedure, String text) {
        assertThat(new CalledProcedure(ADDRESS, new Procedure(100000, version, procedure)))
                .hasToString("udp 127.0.0.1:2049: " + text);
    }
}
