package org.portmapper.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.server.Predecessor;
import org.portmapper.server.StartException;
import org.portmapper.state.Claims;

/**
 * All that is left to the daemon when it starts: what {@code portmapper import} has taken down, and with {@code --take-over} what
 * a portmapper has that runs, or has just ended.
 *
 * @param predecessors in the order of time: of two that say something about the same binding, the later one is believed
 */
public record Inheritance(List<Predecessor> predecessors) implements Predecessor {
    /** Copies the list. */
    public Inheritance {
        predecessors = List.copyOf(predecessors);
    }

    /**
     * That of a daemon.
     *
     * @param takeOver whether it is to take the place of another one
     * @param environment where a service manager says which sockets it passes on
     */
    public static Inheritance of(PortmapperConfig config, boolean takeOver, Map<String, String> environment) {
        Directories directories = config.directories();
        List<Predecessor> predecessors = new ArrayList<>();
        predecessors.add(new LeftFiles(Optional.of(directories.imported())));
        if (takeOver) {
            LeftFiles left =
                    new LeftFiles(directories.rpcbindFor(config.serving().port()));
            // Whoever is asked at sockets that we inherit is we ourselves.
            boolean inherits = Long.toString(ProcessHandle.current().pid()).equals(environment.get("LISTEN_PID"));
            predecessors.add(inherits ? left : new LivePredecessor(config.serving(), left));
        }
        return new Inheritance(predecessors);
    }

    @Override
    public List<Rpcb> succeed() throws StartException {
        Claims claims = new Claims();
        for (Predecessor each : predecessors) {
            claims.addBindings(each.succeed());
        }
        return claims.all();
    }

    @Override
    public void forget() {
        predecessors.forEach(Predecessor::forget);
    }
}
