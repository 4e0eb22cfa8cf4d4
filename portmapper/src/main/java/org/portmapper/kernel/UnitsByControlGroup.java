package org.portmapper.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The unit of the system's service manager that each control group is or is part of, by the group's id: what sock_diag(7)
 * tells of a socket. Looking a unit up reads memory only; the tree is walked elsewhere, when {@link #refresh} asks for
 * it. For any thread.
 */
public final class UnitsByControlGroup {

    /** Some 30 times the groups of a busy server. */
    private static final int MAX_FOLDERS = 16_384;

    /** A folder without folders in it: its own entry and its name above. */
    private static final int LINKS_OF_A_LEAF = 2;

    private final Supplier<ControlGroupFolders> folders;
    private final Executor executor;
    private final int maxFolders;
    private volatile Map<Long, String> units = Map.of();
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<Void> waiting;

    /** @param executor walks the tree, which may take long: no event loop */
    public UnitsByControlGroup(Executor executor) {
        this(executor, ControlGroupFolders::ofThisHost, MAX_FOLDERS);
    }

    UnitsByControlGroup(Executor executor, Supplier<ControlGroupFolders> folders, int maxFolders) {
        this.executor = executor;
        this.folders = folders;
        this.maxFolders = maxFolders;
    }

    /** As of the latest refresh. Ids are not given twice while the system is up, so an old answer is never a wrong one. */
    public Optional<String> unitOf(long controlGroupId) {
        return Optional.ofNullable(units.get(controlGroupId));
    }

    /** Walks the tree, after a walk under way; complete when a walk that began after this call has ended. */
    public synchronized CompletableFuture<Void> refresh() {
        CompletableFuture<Void> next = waiting;
        if (next == null || next.isDone()) {
            next = latest.exceptionally(_ -> null).thenRunAsync(this::walk, executor);
            waiting = next;
            latest = next;
        }
        return next;
    }

    /** Who asks from now on wants to know more than this walk will find. */
    private synchronized void begin() {
        waiting = null;
    }

    private void walk() {
        begin();
        Map<Long, String> found = new HashMap<>();
        Deque<Folder> toLookAt = new ArrayDeque<>();
        folders.get().mounts().forEach(mount -> toLookAt.add(new Folder(mount, mount.folder())));
        for (int looked = 0; looked < maxFolders && !toLookAt.isEmpty(); looked++) {
            look(toLookAt.remove(), found, toLookAt);
        }
        units = Map.copyOf(found);
    }

    /** A folder that has been found and not been looked at. */
    private record Folder(ControlGroupFolders.Mount mount, Path path) {
        Optional<String> unit() {
            return mount.groupOf(path).unit();
        }
    }

    /** One that is removed meanwhile has no unit. */
    private void look(Folder folder, Map<Long, String> found, Deque<Folder> toLookAt) {
        try {
            long id = ControlGroupFolders.inode(folder.path());
            folder.unit().ifPresent(unit -> found.put(id, unit));
            if ((int) Files.getAttribute(folder.path(), "unix:nlink") != LINKS_OF_A_LEAF) {
                addFoldersIn(folder, toLookAt);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return;
        }
    }

    /**
     * The folders that make up units before those in units: whoever a unit belongs to can make any number in it, and must not
     * hide other units by that. Not those of users, who have no units.
     */
    private void addFoldersIn(Folder folder, Deque<Folder> toLookAt) throws IOException {
        boolean inUnit = folder.unit().isPresent();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder.path(), Files::isDirectory)) {
            for (Path path : inside) {
                if (!inUnit && !path.endsWith(ControlGroupPath.USERS)) {
                    toLookAt.addFirst(new Folder(folder.mount(), path));
                } else if (inUnit && toLookAt.size() < maxFolders) {
                    toLookAt.addLast(new Folder(folder.mount(), path));
                }
            }
        }
    }
}
