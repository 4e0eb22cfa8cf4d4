package org.portmapper.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.portmapper.policy.Mode;
import org.portmapper.policy.Policy;

/** The model and the daemon side by side: whatever happens, happens to both, and both must say the same. */
final class Comparison {
    private static final List<Model.Entry> PORTMAPPER = List.of(
            new Model.Entry(Programs.PORTMAPPER, 2, Place.inet("tcp", "0.0.0.0", 111), "superuser", 0),
            new Model.Entry(Programs.PORTMAPPER, 3, Place.inet("udp", "0.0.0.0", 111), "superuser", 0));

    private final Sockets sockets = new Sockets();
    private final Model model;
    private final Answers answers;
    private final Daemon daemon;
    private final Client client;

    /** Both begin with nothing registered; the daemon keeps its state in the folder. */
    Comparison(Policy policy, Path folder) throws IOException {
        boolean enforcing = policy.mode() == Mode.ENFORCE;
        model = new Model(enforcing, sockets, PORTMAPPER);
        answers = new Answers(model);
        daemon = new Daemon(policy, PORTMAPPER, folder);
        client = new Client(daemon);
    }

    /** Does one step on both sides; what they say about it, and afterwards about all that it can have changed, is compared. */
    void take(Step step) throws Exception {
        switch (step) {
            case Step.Change change -> together(List.of(change), Step.Disk.WRITES);
            case Step.Together together -> together(together.changes(), together.disk());
            case Step.Open open ->
                sockets.open(open.place(), open.uid()).ifPresent(socket -> daemon.opened(open.place(), socket));
            case Step.Close close -> close(close);
            case Step.LookUp lookUp -> lookUp(lookUp);
            case Step.Audit audit -> {
                model.list();
                daemon.audit();
                compareEverything();
            }
            case Step.Restart restart -> restart(restart);
        }
    }

    private void together(List<Step.Change> changes, Step.Disk disk) throws Exception {
        List<Supplier<Model.Said>> said = changes.stream()
                .<Supplier<Model.Said>>map(change -> () -> said(change))
                .toList();
        List<Model.Said> expected = model.together(said, disk == Step.Disk.WRITES);
        List<Daemon.Asked> asked = client.ask(changes);
        if (disk == Step.Disk.DIES) {
            model.restart();
            daemon.restart(true, false);
        } else {
            daemon.write(disk == Step.Disk.FAILS);
            same(expected, client.said(asked), changes);
        }
        compare(changes.stream().map(Step.Change::program).distinct().toList());
    }

    private void restart(Step.Restart restart) throws Exception {
        if (restart.reboot()) {
            sockets.closeAll().forEach(socket -> daemon.closed(socket, false));
            model.reboot();
        } else {
            model.restart();
        }
        daemon.restart(restart.killed(), restart.reboot());
        compareEverything();
    }

    private Model.Said said(Step.Change change) {
        return switch (change) {
            case Step.Set set -> model.set(set.who(), set.program(), set.version(), set.place());
            case Step.SetMapping set -> model.set(set.who(), set.program(), set.version(), place(set));
            case Step.Unset unset -> model.unset(unset.who(), unset.program(), unset.version(), unset.netid());
            case Step.UnsetMappings unset -> model.unsetMappings(unset.who(), unset.program(), unset.version());
        };
    }

    private static Place place(Step.SetMapping set) {
        String netid = set.protocol() == 6 ? "tcp" : set.protocol() == 17 ? "udp" : "none";
        boolean isPort = set.port() > 0 && set.port() <= 0xffff;
        return isPort && !netid.equals("none")
                ? Place.inet(netid, "0.0.0.0", (int) set.port())
                : new Place(netid, "", "", 0);
    }

    /** What ends is found by whatever comes next, unless there is notice of it. */
    private void close(Step.Close close) {
        sockets.close(close.place()).ifPresent(socket -> {
            daemon.closed(socket, close.noticed());
            if (close.noticed()) {
                model.ended(socket.number());
            }
        });
    }

    /** All look-ups of all programs. */
    void compareEverything() throws Exception {
        compare(Programs.ALL);
    }

    private void compare(List<Long> programs) throws Exception {
        for (Who who : Who.LOOKING) {
            for (long program : programs) {
                compare(who, program);
            }
        }
        same(answers.list(), client.list(Who.ROOT, 3), "DUMP of version 3");
        same(answers.list(), client.list(Who.ROOT, 4), "DUMP of version 4");
        same(answers.mappings(), client.mappings(Who.ROOT), "DUMP of version 2");
    }

    private void compare(Who who, long program) throws Exception {
        for (long version = 1; version <= 3; version++) {
            for (Step.Way way : Step.Way.values()) {
                lookUp(new Step.LookUp(who, way, program, version));
            }
        }
    }

    private void lookUp(Step.LookUp lookUp) throws Exception {
        // Version 3 and version 4 are asked in turn: they have this from the same code, and half the calls take half
        // the time.
        same(answers.to(lookUp), client.answer(lookUp, 3 + lookUp.version() % 2), lookUp);
    }

    private static void same(Object expected, Object said, Object asked) {
        assertThat(said).as("%s", asked).isEqualTo(expected);
    }
}
