package org.portmapper.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after any end of the daemon. Our daemon only: rpcbind keeps nothing. */
class KilledTest {
    @TempDir
    private Path folder;

    /** Two hundred rounds, which take some minutes: {@code SUBJECT=portmapper bash killed.sh 200}. */
    @Test
    void whatWasAcknowledgedComesBackAfterAKillAtAnyMoment() throws Exception {
        System.out.print(ours().passes("killed.sh", "20"));
    }

    @Test
    void aFullDiskCostsNoRegistrationThatWasAcknowledged() throws Exception {
        ours().passes("full_disk.sh");
    }

    @AgainstEachSubject
    void aHundredRegistrantsAreAllAcknowledged(Subject subject) throws Exception {
        System.out.print(subject + ": " + new Sandbox(subject, folder).passes("registrants.sh", "2000"));
    }

    private Sandbox ours() {
        assumeTrue(Subject.chosen().anyMatch(Subject.PORTMAPPER::equals), "our daemon is not among the subjects");
        return new Sandbox(Subject.PORTMAPPER, folder);
    }
}
