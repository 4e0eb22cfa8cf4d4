package org.portmapper.cli;

import org.portmapper.config.PortmapperConfig;

/** Starts the daemon in this process. */
@FunctionalInterface
interface PortmapperStarter {
    /** A daemon that serves. */
    interface Running extends AutoCloseable {
        /** Its UDP and TCP port; 0 where it serves local sockets only. */
        int port();

        /** Waits until it has been closed. */
        void awaitClosed();

        /** Stops it. */
        @Override
        void close();
    }

    /**
     * Starts to serve.
     *
     * @param takeOver whether it takes the place of another portmapper
     * @throws CommandFailure if anything that the configuration asks for cannot be served
     */
    Running start(PortmapperConfig config, boolean takeOver) throws CommandFailure;
}
