package org.portmapper.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process that has a socket open, as it was when it was looked at, as far as we may look: proc_pid_status(5).
 *
 * @param uid effective, unsigned 32 bits
 * @param groups the effective one and the supplementary ones
 * @param executable see {@link PeerProcess#executable}
 * @param unit see {@link PeerProcess#unit}
 */
public record SocketProcess(int pid, long uid, Set<Long> groups, Optional<String> executable, Optional<String> unit) {
    private static final Path PROC = Path.of("/proc");

    /** Of the fields of a line of status: its name, the real id, the effective one. */
    private static final int EFFECTIVE = 2;

    public SocketProcess {
        groups = Set.copyOf(groups);
    }

    /**
     * Those that have sockets open, by the sockets' inodes; at most four for each. Looks at every process of this host, which
     * takes many milliseconds: not for an event loop that serves.
     *
     * @throws IOException if /proc cannot be read
     */
    public static Map<Long, List<SocketProcess>> holding(Set<Long> inodes) throws IOException {
        Map<Long, List<SocketProcess>> found = new HashMap<>();
        SocketProcesses.holding(PROC, inodes)
                .byInode()
                .forEach((inode, holders) -> holders.forEach(holder -> look(holder.pid(), inode)
                        .ifPresent(process -> found.computeIfAbsent(inode, missing -> new ArrayList<>())
                                .add(process))));
        return found;
    }

    /** Empty if it has ended, or has closed the socket meanwhile. */
    private static Optional<SocketProcess> look(long pid, long inode) {
        try {
            ProcessDescriptor descriptor = ProcessDescriptor.open(pid);
            try {
                PeerProcess process =
                        new PeerProcess((int) pid, PROC, ControlGroupFolders.ofThisHost(), descriptor::isAlive);
                SocketProcess read = read(process);
                return process.holds(inode) && descriptor.isAlive() ? Optional.of(read) : Optional.empty();
            } finally {
                descriptor.close();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SocketProcess read(PeerProcess process) throws IOException {
        Path status = PROC.resolve(Integer.toString(process.pid())).resolve("status");
        List<String> lines = Files.readAllLines(status, StandardCharsets.ISO_8859_1);
        Set<Long> groups = new HashSet<>();
        groups.add(effective(lines, "Gid:"));
        fields(lines, "Groups:").stream().skip(1).map(Long::valueOf).forEach(groups::add);
        return new SocketProcess(process.pid(), effective(lines, "Uid:"), groups, process.executable(), process.unit());
    }

    private static long effective(List<String> lines, String name) throws IOException {
        List<String> fields = fields(lines, name);
        if (fields.size() <= EFFECTIVE) {
            throw new IOException("no " + name + " in the status of a process");
        }
        return Long.parseLong(fields.get(EFFECTIVE));
    }

    private static List<String> fields(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> List.of(line.strip().split("\\s+")))
                .orElse(List.of());
    }
}
