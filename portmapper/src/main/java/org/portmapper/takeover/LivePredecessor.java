package org.portmapper.takeover;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.PortHolder.HoldingProcess;
import org.portmapper.kernel.RunningProcess;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.server.Predecessor;
import org.portmapper.server.StartException;
import org.portmapper.state.Claims;
import org.portmapper.state.RpcbindFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portmapper that has our port and our local sockets: is asked for all that it has, and ended. Where nobody has them, there
 * are the files of one that has ended before.
 *
 * @param wanted the places that it has to leave
 * @param left what it writes at its end
 */
record LivePredecessor(Serving wanted, LeftFiles left) implements Predecessor {
    private static final Logger log = LoggerFactory.getLogger(LivePredecessor.class);

    /** For each question: a portmapper that is slower than that can be asked by nobody. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** From SIGTERM to its end: it writes two files in between. */
    private static final Duration END = Duration.ofSeconds(5);

    @Override
    public List<Rpcb> succeed() throws StartException {
        SocketPlaces places = SocketPlaces.of(wanted);
        Optional<HoldingProcess> holder = places.portmapper();
        return holder.isPresent() ? succeed(places, holder.get()) : left.succeed();
    }

    private List<Rpcb> succeed(SocketPlaces places, HoldingProcess holder) throws StartException {
        try (RunningProcess process = RunningProcess.of(holder.pid())) {
            // Its number may have been given to another one before we got hold of it.
            if (!places.portmapper().equals(Optional.of(holder))) {
                throw new StartException(name(holder) + ": it is ending (expected: a portmapper that runs; try again)");
            }
            List<FileTime> before = left.times();
            List<Rpcb> listed = list(holder);
            long start = System.nanoTime();
            end(holder, process);
            log.info(
                    "{} has ended in {} ms and listed {} bindings",
                    name(holder),
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    listed.size());
            return left.times().equals(before) ? listed : lastWord(listed);
        } catch (IOException e) {
            throw new StartException(name(holder) + ": cannot be ended, " + e.getMessage() + " (expected: Linux 5.3)");
        }
    }

    private static String name(HoldingProcess holder) {
        return holder.command() + " (pid " + holder.pid() + ")";
    }

    /** What it has written at its end holds changes that came after our question; unless it could not write all of it. */
    List<Rpcb> lastWord(List<Rpcb> listed) {
        RpcbindFiles.Found found = left.read();
        boolean complete = found.problems().isEmpty();
        return new Claims()
                .addBindings(complete ? List.of() : listed)
                .addBindings(found.claims())
                .all();
    }

    private List<Rpcb> list(HoldingProcess holder) throws StartException {
        List<String> failures = new ArrayList<>();
        for (RpcAddress way : ways()) {
            try {
                return Listing.of(way, ANSWER);
            } catch (RpcException e) {
                failures.add(e.getMessage());
            }
        }
        throw new StartException(name(holder) + ": it has what we are to serve, and does not answer as a portmapper: "
                + String.join("; ", failures) + " (expected: rpcbind, or another portmapper that can be asked)");
    }

    /** The local sockets first: there the portmapper sees that we are of this host. */
    private List<RpcAddress> ways() {
        List<RpcAddress> ways = new ArrayList<>();
        wanted.sockets().stream()
                .filter(name -> name.startsWith("/"))
                .map(RpcAddress::ofLocal)
                .forEach(ways::add);
        if (wanted.port() != 0) {
            ways.add(RpcAddress.of(InetAddress.ofLiteral("127.0.0.1"), wanted.port(), Netid.TCP));
        }
        return ways;
    }

    private static void end(HoldingProcess holder, RunningProcess process) throws StartException {
        try {
            process.terminate();
        } catch (ErrnoException e) {
            throw new StartException(
                    name(holder) + ": " + e.errno() + " (expected: root, or the user as whom it runs)");
        }
        if (!process.endsWithin(END)) {
            throw new StartException(name(holder) + ": it has not ended within " + END.toSeconds()
                    + " s after SIGTERM (expected: a portmapper that ends; stop it, and start again)");
        }
    }

    @Override
    public void forget() {
        left.forget();
    }
}
