package org.portmapper.takeover;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.server.Predecessor;
import org.portmapper.state.RpcbindFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two files of a portmapper that has ended, or of {@code portmapper import}.
 *
 * @param folder where they are; empty where there can be none
 */
record LeftFiles(Optional<Path> folder) implements Predecessor {
    private static final Logger log = LoggerFactory.getLogger(LeftFiles.class);

    /** What they say; what is wrong with one of them is logged, and nothing is taken from it. */
    @Override
    public List<Rpcb> succeed() {
        return read().claims();
    }

    RpcbindFiles.Found read() {
        RpcbindFiles.Found found =
                folder.map(each -> new RpcbindFiles(each).read()).orElse(RpcbindFiles.Found.NOTHING);
        found.problems().forEach(log::warn);
        if (!found.claims().isEmpty()) {
            log.info(
                    "the files in {} claim {} bindings",
                    folder.orElseThrow(),
                    found.claims().size());
        }
        return found;
    }

    /** See {@link RpcbindFiles#times}. */
    List<FileTime> times() {
        try {
            return folder.isPresent() ? new RpcbindFiles(folder.get()).times() : List.of();
        } catch (IOException e) {
            log.warn("the files in {} cannot be looked at: {}", folder.orElseThrow(), e.toString());
            return List.of();
        }
    }

    @Override
    public void forget() {
        try {
            if (folder.isPresent()) {
                new RpcbindFiles(folder.get()).remove();
            }
        } catch (IOException e) {
            log.warn("the files in {} could not be removed: {}", folder.orElseThrow(), e.toString());
        }
    }
}
