package org.portmapper.identity;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.portmapper.kernel.LocalPeer;
import org.portmapper.kernel.PeerProcess;

/** The other end of a local connection, by what the kernel says about it. */
public final class KernelLocalEnd implements LocalEnd {
    private final LocalPeer peer;
    private final BooleanSupplier ofThisNetwork;
    private boolean foundInThisNetwork;

    /**
     * Looks at a connection.
     *
     * @param ofThisNetwork looks up, when it is asked, where the peer's socket was made
     */
    public KernelLocalEnd(LocalPeer peer, BooleanSupplier ofThisNetwork) {
        this.peer = peer;
        this.ofThisNetwork = ofThisNetwork;
    }

    @Override
    public Set<Long> groups() {
        return peer.groups();
    }

    /** A socket never leaves its network: one that was found there is not looked up again. */
    @Override
    public boolean isOfThisNetwork() {
        foundInThisNetwork = foundInThisNetwork || ofThisNetwork.getAsBoolean();
        return foundInThisNetwork;
    }

    @Override
    public CallingProcess process() {
        return peer.process().<CallingProcess>map(Looked::new).orElse(CallingProcess.UNKNOWN);
    }

    private record Looked(PeerProcess process) implements CallingProcess {
        @Override
        public int pid() {
            return process.pid();
        }

        @Override
        public boolean kernelThread() {
            return process.isKernelThread();
        }

        @Override
        public Optional<String> unit() {
            return process.unit();
        }

        @Override
        public Optional<String> executable() {
            return process.executable();
        }

        @Override
        public OptionalLong controlGroup() {
            return process.controlGroupId();
        }

        @Override
        public boolean holds(long inode) {
            return process.holds(inode);
        }
    }
}
