package org.portmapper.server;

import java.util.List;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Whoever kept the registrations of this host before us, and left us what it knew. */
public interface Predecessor {
    /** There was nobody. */
    Predecessor NONE = new Predecessor() {
        @Override
        public List<Rpcb> succeed() {
            return List.of();
        }

        @Override
        public void forget() {
            // There is nothing to forget.
        }
    };

    /**
     * Ends it if it still serves, so that its port is free, and says what it had registered: unchecked, and none of it proven.
     * Look-ups fail from then on until we serve.
     *
     * @throws StartException if it cannot be ended, or nobody knows what it has; it goes on to serve then if it can
     */
    List<Rpcb> succeed() throws StartException;

    /** Removes what it left behind, which is in our own state by now. */
    void forget();
}
