package org.portmapper.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The process that connected to a local socket, as far as this process may look at it: proc_pid(5). It is that process
 * for certain, for a process number means the same process as long as that lives: each answer is read first, and believed
 * if the process is alive afterwards. What has once been answered is not asked again. For one thread, and for as long as the
 * connection is open.
 *
 * <p>A process may become another program of its user's after it has connected: {@link #executable} distinguishes no
 * processes of one user.
 */
public final class PeerProcess {

    /** Looked at in {@link #holds}: the usual limit on open files; a service opens its sockets early, at low numbers. */
    static final int MAX_DESCRIPTORS = 1024;

    private static final int PF_KTHREAD = 0x0020_0000;
    /** Of the fields of {@code /proc/PID/stat}, counted from the one after the program's name. */
    private static final int FLAGS = 6;

    private static final String DELETED = " (deleted)";

    /** What is read of the process, before it is known to be alive. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }

    private final int pid;
    private final Path folder;
    private final ControlGroupFolders groups;
    private final BooleanSupplier alive;
    private final Remembered<Optional<String>> executable = new Remembered<>(() -> believed(this::readExecutable));
    private final Remembered<Optional<Boolean>> kernelThread = new Remembered<>(() -> believed(this::readKernelThread));
    private final Remembered<Optional<ControlGroupPath>> group = new Remembered<>(() -> believed(this::readGroup));
    private final Remembered<Optional<Long>> groupId = new Remembered<>(() -> believed(this::readGroupId));

    /** @param alive asks for the process itself, not for its number */
    PeerProcess(int pid, Path proc, ControlGroupFolders groups, BooleanSupplier alive) {
        this.pid = pid;
        this.folder = proc.resolve(Integer.toString(pid));
        this.groups = groups;
        this.alive = alive;
    }

    /** Its number in our process namespace, positive. */
    public int pid() {
        return pid;
    }

    /**
     * The absolute path of the program that it runs, which is the file at that path here. Empty where we may not look, which
     * takes CAP_SYS_PTRACE for other users' processes, and for a file that is not there any more or is another one: in a
     * mount namespace of his own any user can put any program at any path.
     */
    public Optional<String> executable() {
        return executable.get();
    }

    /** Whether it is a thread of the kernel, as the NFS server's. */
    public boolean isKernelThread() {
        return kernelThread.get().orElse(false);
    }

    /** Its control group, version 2; empty on systems that have version 1 only. */
    public Optional<ControlGroupPath> controlGroup() {
        return group.get();
    }

    /** The unit of the system's service manager that it belongs to: {@link ControlGroupPath#unit}. */
    public Optional<String> unit() {
        return controlGroup().flatMap(ControlGroupPath::unit);
    }

    /** The id of its control group, as sock_diag(7) tells it of sockets; empty if the group is no unit's. */
    public OptionalLong controlGroupId() {
        return groupId.get().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Whether one of its first {@value #MAX_DESCRIPTORS} descriptors is the socket {@code inode}; false where we may not look. */
    public boolean holds(long inode) {
        return believed(() -> Optional.of(readHolds(inode))).orElse(false);
    }

    private <T> Optional<T> believed(Reading<T> reading) {
        try {
            Optional<T> answer = reading.read();
            return alive.getAsBoolean() ? answer : Optional.empty();
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    private Optional<String> readExecutable() throws IOException {
        Path link = folder.resolve("exe");
        Path program = Files.readSymbolicLink(link);
        boolean there = program.isAbsolute() && !program.toString().endsWith(DELETED);
        return there && Files.isSameFile(link, program) ? Optional.of(program.toString()) : Optional.empty();
    }

    /** A name may hold blanks and parentheses, but the last parenthesis is the kernel's. */
    private Optional<Boolean> readKernelThread() throws IOException {
        String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > FLAGS
                ? Optional.of((Long.parseLong(fields[FLAGS]) & PF_KTHREAD) != 0)
                : Optional.empty();
    }

    private Optional<ControlGroupPath> readGroup() throws IOException {
        return ControlGroupPath.of(Files.readAllLines(folder.resolve("cgroup"), StandardCharsets.ISO_8859_1));
    }

    private Optional<Long> readGroupId() throws IOException {
        Optional<ControlGroupPath> ofUnit =
                readGroup().filter(path -> path.unit().isPresent());
        OptionalLong id = ofUnit.isEmpty() ? OptionalLong.empty() : groups.idOf(ofUnit.get());
        return id.isEmpty() ? Optional.empty() : Optional.of(id.getAsLong());
    }

    private boolean readHolds(long inode) throws IOException {
        int looked = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (looked++ == MAX_DESCRIPTORS) {
                    return false;
                }
                if (SocketProcesses.socketInode(descriptor) == inode) {
                    return true;
                }
            }
        }
        return false;
    }
}
