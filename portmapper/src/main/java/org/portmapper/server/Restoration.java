package org.portmapper.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.portmapper.identity.KernelSocketOwners;
import org.portmapper.program.Readmission;
import org.portmapper.program.Rules;
import org.portmapper.registry.BindingRegistry.SetResult;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.state.SavedBindings;
import org.portmapper.state.StateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back what was registered when the portmapper ended, as far as the kernel still proves it. */
final class Restoration {
    private static final Logger log = LoggerFactory.getLogger(Restoration.class);

    private final StateFile file;
    private final Rules rules;
    private int restored;

    Restoration(StateFile file, Rules rules) {
        this.file = file;
        this.rules = rules;
    }

    /** What the file says; one that cannot be believed is put out of the way. It reads files: not for an event loop. */
    SavedBindings read() {
        try {
            SavedBindings saved = file.read();
            if (saved instanceof SavedBindings.Damaged damaged) {
                log.error(
                        "{}: {}; nothing of it is believed, it is kept as {}",
                        file.path(),
                        damaged.reason(),
                        file.setAside());
            }
            return saved;
        } catch (IOException e) {
            log.error("{}: cannot be read, nothing comes back: {}", file.path(), e.toString());
            return new SavedBindings.None();
        }
    }

    /** Offers again what is proven, before anything is served. It belongs to the event loop. */
    void restore(SavedBindings.Saved saved) {
        long begin = System.nanoTime();
        boolean sameSockets = file.isOfThisSystem(saved);
        saved.registrations().stream()
                .filter(each -> sameSockets || isStatic(each))
                .forEach(this::restore);
        // Of another boot or network: what is there may be the same service all the same.
        restored += new Readmission(rules, new KernelSocketOwners())
                .readmit(saved.registrations().stream()
                        .filter(each -> !sameSockets && !isStatic(each))
                        .map(each -> each.binding().toRpcb())
                        .toList())
                .size();
        log.info(
                "{} of {} bindings came back from {}, proven in {} ms",
                restored,
                saved.registrations().size(),
                file.path(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** What an administrator has entered without a socket stays until somebody removes it. */
    private static boolean isStatic(Registration registration) {
        return registration.evidence() instanceof Evidence.Word
                && registration.binding().owner().equals(Owner.SUPERUSER);
    }

    private void restore(Registration registration) {
        if (rules.registry().set(registration) == SetResult.REGISTERED
                && rules.liveness().watch(registration)) {
            restored++;
        }
    }
}
