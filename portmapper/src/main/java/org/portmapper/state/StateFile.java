package org.portmapper.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.portmapper.registry.Registration;

/** The file that holds what is registered: {@value #NAME} in the state directory. For one thread. */
public final class StateFile {
    /** Its name. */
    static final String NAME = "bindings";

    /** What a damaged one is called from then on: somebody may want to know what became of it. */
    static final String DAMAGED = "bindings.damaged";

    /** Twice what as many bindings as there can be take up, with long addresses and several sockets each. */
    static final long BYTES_LIMIT = 64L << 20;

    private final ReplacedFile file;
    private final SystemIdentity system;

    /**
     * The file of a folder.
     *
     * @param folder which nobody else may write to
     * @param system where the sockets are that prove what is registered
     */
    public StateFile(Path folder, SystemIdentity system, FileSteps steps) {
        this.file = new ReplacedFile(folder, NAME, steps);
        this.system = system;
    }

    /** Whether what was saved there was proven by sockets that can still be there. */
    public boolean isOfThisSystem(SavedBindings.Saved saved) {
        return saved.system().equals(system);
    }

    /** Replaces it; see {@link ReplacedFile#replace}. */
    public void write(Iterable<Registration> registrations) throws IOException {
        file.replace(sink -> StateFormat.write(system, registrations, sink));
    }

    /**
     * What it says; whatever is wrong with it is told in the answer.
     *
     * @throws IOException if it is there and cannot be read
     */
    public SavedBindings read() throws IOException {
        if (Files.notExists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            return new SavedBindings.None();
        }
        try {
            return StateFormat.read(WholeFile.read(file.path(), BYTES_LIMIT));
        } catch (WholeFile.RefusedException e) {
            return new SavedBindings.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /** Puts it out of the way of the next one that is written, under the name that this gives back. */
    public Path setAside() throws IOException {
        Path aside = file.folder().resolve(DAMAGED);
        return Files.move(file.path(), aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where it is. */
    public Path path() {
        return file.path();
    }
}
