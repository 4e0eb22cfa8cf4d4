package org.portmapper.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.portmapper.registry.Registration;
import org.portmapper.state.RpcbindFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to rpcbind, should it take its place back: the files from which {@code rpcbind -w} starts.
 *
 * @param folder rpcbind's; empty where it is not ours to write to
 */
record Legacy(Optional<Path> folder) {
    private static final Logger log = LoggerFactory.getLogger(Legacy.class);

    /** Leaves it what is registered. A folder that is not there says that there is no rpcbind on this host. */
    void leave(Collection<Registration> registrations) {
        folder.filter(Files::isDirectory).ifPresent(there -> leave(there, registrations));
    }

    private static void leave(Path folder, Collection<Registration> registrations) {
        try {
            new RpcbindFiles(folder)
                    .write(registrations.stream()
                            .map(each -> each.binding().toRpcb())
                            .toList());
            log.info("{} bindings are left to rpcbind -w in {}", registrations.size(), folder);
        } catch (IOException e) {
            log.warn("nothing is left to rpcbind -w in {}: {}", folder, e.toString());
        }
    }
}
