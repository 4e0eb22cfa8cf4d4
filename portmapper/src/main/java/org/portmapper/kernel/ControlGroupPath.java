package org.portmapper.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a process stands in the tree of control groups, version 2: cgroups(7).
 *
 * @param path from the root of our control group namespace, beginning with a slash
 */
public record ControlGroupPath(String path) {

    private static final String VERSION_2 = "0::";
    private static final String DELETED = " (deleted)";
    private static final String SLICE = ".slice";

    /** Below it are users' sessions and their own managers, whose users give groups any name. */
    static final String USERS = "user.slice";

    /** What systemd.unit(5) allows in a name, of the kinds of unit that have processes. */
    private static final Pattern UNIT =
            Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,240}\\.(service|socket|mount|swap|scope)");

    /** Where the processes of one unit are not one program's: the first process, sessions, users' managers. */
    private static final Pattern SHARED = Pattern.compile("init\\.scope|session-.*\\.scope|user@.*\\.service");

    /**
     * Reads {@code /proc/PID/cgroup}; empty where there is no version 2, where the group is outside of our namespace, and
     * where it has been removed.
     */
    static Optional<ControlGroupPath> of(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> line.substring(VERSION_2.length()))
                .filter(ControlGroupPath::isInside)
                .map(ControlGroupPath::new)
                .findFirst();
    }

    /** Whether it leads from the root of our namespace to a group that exists. */
    static boolean isInside(String path) {
        return path.startsWith("/")
                && !path.endsWith(DELETED)
                && !List.of(path.split("/", -1)).contains("..");
    }

    /**
     * The unit of the system's service manager that the group is or is part of: {@code nfs-ganesha.service}. Empty for
     * sessions and users' managers, and where no manager made the group.
     *
     * <p>The manager puts slices into slices and a unit into the last of them, systemd.slice(5). What is below a unit was
     * made by the unit itself, and proves nothing: there, whoever runs as its user may call a group as he likes.
     */
    public Optional<String> unit() {
        for (String component : path.substring(1).split("/")) {
            String name = unescaped(component);
            if (name.equals(USERS)) {
                return Optional.empty();
            }
            if (!name.endsWith(SLICE)) {
                boolean ofOneProgram =
                        UNIT.matcher(name).matches() && !SHARED.matcher(name).matches();
                return ofOneProgram ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The manager puts an underscore before names that would be taken for files of the kernel, as {@code cpu.service}. */
    private static String unescaped(String component) {
        return component.startsWith("_") ? component.substring(1) : component;
    }
}
