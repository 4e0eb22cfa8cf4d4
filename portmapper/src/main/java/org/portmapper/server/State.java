package org.portmapper.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.state.StateFile;
import org.portmapper.state.StateFolder;
import org.portmapper.state.SystemIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the daemon keeps what outlives it, from start to stop. */
record State(StateFolder folder, StateFile file) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(State.class);

    /** That of the daemon; an embedded portmapper keeps nothing. */
    static Optional<State> open(Surroundings surroundings) throws StartException {
        Optional<Path> path = surroundings.directories().map(Directories::state);
        return path.isPresent() ? Optional.of(open(path.get(), surroundings)) : Optional.empty();
    }

    private static State open(Path path, Surroundings surroundings) throws StartException {
        try {
            SystemIdentity system = SystemIdentity.current();
            return new State(StateFolder.open(path), new StateFile(path, system, surroundings.steps()));
        } catch (IOException e) {
            throw surroundings.refusal().ofStateDirectory(path, e);
        }
    }

    /** Leaves the folder to the next one. */
    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            log.warn("state directory {} could not be left: {}", folder.path(), e.toString());
        }
    }
}
