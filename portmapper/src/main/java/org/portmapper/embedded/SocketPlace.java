package org.portmapper.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.portmapper.config.Setting;
import org.portmapper.server.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the local socket is, and, until this is closed, the folder that was made for it.
 *
 * @param socket an absolute path that a local socket can have
 * @param temporary the folder, if one was made
 */
record SocketPlace(Path socket, Optional<Path> temporary) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketPlace.class);

    /** The path that is wanted, or one in a new folder that only this user may enter. */
    static SocketPlace of(Optional<Path> wanted) throws StartException {
        return wanted.isPresent() ? new SocketPlace(wanted.get(), Optional.empty()) : inTemporaryFolder();
    }

    private static SocketPlace inTemporaryFolder() throws StartException {
        try {
            Path folder = Files.createTempDirectory("portmapper").toAbsolutePath();
            SocketPlace place = new SocketPlace(folder.resolve("rpcbind.sock"), Optional.of(folder));
            if (!isSocketPath(place.socket())) {
                place.close();
                throw new StartException(
                        "temporary folder: " + folder + " (expected: a shorter java.io.tmpdir, for a local"
                                + " socket's path has at most 107 bytes; or withSocket)");
            }
            return place;
        } catch (IOException e) {
            throw new StartException(
                    "temporary folder: " + e + " (expected: java.io.tmpdir to be a folder with room in it,"
                            + " which this user may write to; or withSocket)");
        }
    }

    private static boolean isSocketPath(Path path) {
        return Setting.SOCKET.reading().apply(path.toString()).isPresent();
    }

    /** Removes the folder, which is empty once the portmapper is closed; the second time there is nothing to remove. */
    @Override
    public void close() {
        if (temporary.isPresent()) {
            try {
                Files.deleteIfExists(temporary.get());
            } catch (IOException e) {
                log.warn("temporary folder {} could not be removed: {}", temporary.get(), e.toString());
            }
        }
    }
}
