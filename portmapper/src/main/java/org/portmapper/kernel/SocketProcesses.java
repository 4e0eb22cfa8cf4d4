package org.portmapper.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.portmapper.kernel.PortHolder.HoldingProcess;

/**
 * Which processes have certain sockets open, by inode: proc_pid_fd(5).
 *
 * @param everyProcessSeen false if some process could not be looked at
 */
record SocketProcesses(Map<Long, List<HoldingProcess>> byInode, boolean everyProcessSeen) {

    /** Enough to tell whose the socket is, should hundreds of workers share it. */
    private static final int MAX_PROCESSES_PER_SOCKET = 4;

    /** Looks at all processes below {@code proc}. */
    static SocketProcesses holding(Path proc, Set<Long> inodes) throws IOException {
        Map<Long, List<HoldingProcess>> found = new TreeMap<>();
        boolean everyProcessSeen = true;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, SocketProcesses::isProcess)) {
            for (Path process : processes) {
                everyProcessSeen &= look(process, inodes, found);
            }
        }
        return new SocketProcesses(found, everyProcessSeen);
    }

    List<HoldingProcess> of(long inode) {
        return byInode.getOrDefault(inode, List.of());
    }

    private static boolean isProcess(Path path) {
        return path.getFileName().toString().matches("[0-9]{1,18}");
    }

    /** Returns whether it may be looked at; one that has ended meanwhile holds nothing. */
    private static boolean look(Path process, Set<Long> inodes, Map<Long, List<HoldingProcess>> found) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                long inode = socketInode(descriptor);
                if (inodes.contains(inode)) {
                    add(process, found.computeIfAbsent(inode, _ -> new ArrayList<>()));
                }
            }
            return true;
        } catch (AccessDeniedException e) {
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return !Files.exists(process);
        }
    }

    /** Of a link to {@code socket:[123]}; 0, which is no inode, for what is no socket or closed meanwhile. */
    static long socketInode(Path descriptor) throws IOException {
        try {
            String link = Files.readSymbolicLink(descriptor).toString();
            return link.matches("socket:\\[[0-9]{1,18}]") ? Long.parseLong(link, 8, link.length() - 1, 10) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static void add(Path process, List<HoldingProcess> holders) throws IOException {
        HoldingProcess holder =
                new HoldingProcess(Long.parseLong(process.getFileName().toString()), command(process));
        if (holders.size() < MAX_PROCESSES_PER_SOCKET && !holders.contains(holder)) {
            holders.add(holder);
        }
    }

    /** A process may give itself any name, escape sequences included. */
    private static String command(Path process) throws IOException {
        String command = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1);
        return command.strip().replaceAll("[^ -~]", "?");
    }
}
