package org.portmapper.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the tree of control groups, version 2, is mounted: cgroups(7), proc_pid_mountinfo(5).
 *
 * @param mounts usually one; none where the system has version 1 only
 */
record ControlGroupFolders(List<Mount> mounts) {

    /**
     * A mount of the tree, or of a part of it.
     *
     * @param root the group that it shows, from the root of our control group namespace: "/" for the whole
     */
    record Mount(Path folder, String root) {

        Optional<Path> folderOf(ControlGroupPath group) {
            String inside = root.equals("/") ? "" : root;
            boolean shown = group.path().equals(root) || group.path().startsWith(inside + "/");
            return shown ? Optional.of(Path.of(folder + group.path().substring(inside.length()))) : Optional.empty();
        }

        ControlGroupPath groupOf(Path shown) {
            String inside = root.equals("/") ? "" : root;
            return new ControlGroupPath(inside + "/" + folder.relativize(shown));
        }
    }

    private static final int ROOT = 3;
    private static final int FOLDER = 4;
    private static final int FIRST_OPTIONAL_FIELD = 6;

    ControlGroupFolders {
        mounts = List.copyOf(mounts);
    }

    /** As they were when the first process was asked about. */
    static ControlGroupFolders ofThisHost() {
        return ThisHost.FOLDERS;
    }

    private static final class ThisHost {
        private static final ControlGroupFolders FOLDERS = seenFrom(Path.of("/proc"));
    }

    /** None if the mounts cannot be read. */
    static ControlGroupFolders seenFrom(Path proc) {
        try {
            return new ControlGroupFolders(Files.readAllLines(proc.resolve("self/mountinfo")).stream()
                    .flatMap(line -> mount(List.of(line.split(" "))).stream())
                    .toList());
        } catch (IOException e) {
            return new ControlGroupFolders(List.of());
        }
    }

    /** @param fields a variable number of them, then "-", then the file system's type */
    private static Optional<Mount> mount(List<String> fields) {
        int dash = fields.lastIndexOf("-");
        boolean version2 = dash >= FIRST_OPTIONAL_FIELD
                && dash + 1 < fields.size()
                && fields.get(dash + 1).equals("cgroup2");
        return version2 && ControlGroupPath.isInside(unescaped(fields.get(ROOT)))
                ? Optional.of(new Mount(Path.of(unescaped(fields.get(FOLDER))), unescaped(fields.get(ROOT))))
                : Optional.empty();
    }

    /** Blanks and backslashes are written in octal. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** The id of a group, as sock_diag(7) tells it of sockets: the inode of its folder. Empty if it cannot be seen. */
    OptionalLong idOf(ControlGroupPath group) throws IOException {
        Optional<Path> folder =
                mounts.stream().flatMap(mount -> mount.folderOf(group).stream()).findFirst();
        return folder.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inode(folder.get()));
    }

    static long inode(Path folder) throws IOException {
        return (long) Files.getAttribute(folder, "unix:ino");
    }
}
