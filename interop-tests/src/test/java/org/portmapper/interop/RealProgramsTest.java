package org.portmapper.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The programs that use a portmapper, doing their real work through the subject. Each test is one script beside prelude.sh. */
class RealProgramsTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void nfsGaneshaRegistersServesLibnfsAndWithdraws(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("nfs_ganesha.sh");
    }

    @AgainstEachSubject
    void nfsUtilsAndQuotaDaemonsRegisterServeAndWithdraw(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("nfs_utils.sh");
    }

    @AgainstEachSubject
    void nisServesFromRegistrationToYpcat(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("nis.sh");
    }

    @AgainstEachSubject
    void daemonsThatGaveUpRootRegisterAsNobody(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("sun_services.sh");
    }

    @AgainstEachSubject
    void libtirpcServiceIsFoundOnAllFiveNetids(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("libtirpc.sh");
    }

    @AgainstEachSubject
    void killedServicesOfUsersRegisterAgainAtOnce(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("restarts.sh");
    }

    @AgainstEachSubject
    void whoeverTakesThePortOfAKilledServiceIsNotTakenForIt(Subject subject) throws Exception {
        System.out.println(subject + ", from the kill to the first look-up that finds nothing: "
                + new Sandbox(subject, folder).passes("withdrawal.sh"));
    }

    @AgainstEachSubject
    void remoteTeaServesAndCallsOverUdpAndTcp(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("remote_tea.sh");
    }

    @AgainstEachSubject
    void broadcastsFromAnotherHostAreAnsweredWithRemoteCallsOn(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("remote_calls.sh");
    }

    @AgainstEachSubject
    @Execution(ExecutionMode.CONCURRENT)
    void broadcastsFromAnotherHostGetNoAnswerWithRemoteCallsOff(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("remote_calls_off.sh");
    }

    @AgainstEachSubject
    void idleConnectionsAndAClientThatNeverReadsLeaveLookupsAnswered(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("crowd.sh");
    }

    @AgainstEachSubject
    void socketsOpenedByTheServiceManagerAreServed(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("activation.sh");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void rpcinfoPrintsTheSameAgainstBothSubjects() throws Exception {
        List<String> transcripts = new ArrayList<>();
        for (Subject subject : Subject.chosen().toList()) {
            transcripts.add(new Sandbox(subject, folder).passes("rpcinfo.sh"));
        }
        assertThat(transcripts.getLast()).isEqualTo(transcripts.getFirst());
    }
}
