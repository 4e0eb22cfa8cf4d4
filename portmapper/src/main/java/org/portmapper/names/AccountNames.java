package org.portmapper.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The accounts of this host as its files say: passwd(5) and group(5). Those that only a name service knows have no name here.
 *
 * <p>The superuser is called root, whatever the files say: user id 0 is his to the kernel. Immutable.
 */
public final class AccountNames {
    /** Where hosts keep their users. */
    public static final Path USERS = Path.of("/etc/passwd");

    /** Where hosts keep their groups. */
    public static final Path GROUPS = Path.of("/etc/group");

    /** The greatest id: 4,294,967,295 means "none" to the kernel. */
    public static final long ID_LIMIT = 0xffff_fffeL;

    /** Some 40,000 accounts: hosts that have more keep them elsewhere. It bounds what a wrong file costs. */
    static final int BYTES_LIMIT = 4 << 20;

    private static final String ROOT = "root";
    private static final int USER_ID = 2;
    private static final int USERS_GROUP = 3;
    private static final int GROUP_ID = 2;
    private static final int MEMBERS = 3;

    private final Map<String, Long> uids = new HashMap<>();
    private final Map<Long, String> users = new HashMap<>();
    private final Map<String, Long> gids = new HashMap<>();
    private final Map<Long, Set<Long>> members = new HashMap<>();

    private AccountNames() {
        addUser(ROOT, 0);
    }

    /**
     * The accounts of these two files; a file that is not there names nobody.
     *
     * @throws IOException if one cannot be read, or is bigger than such a file can be
     */
    public static AccountNames of(Path users, Path groups) throws IOException {
        AccountNames names = new AccountNames();
        lines(users).forEach(names::readUser);
        lines(groups).forEach(names::readGroup);
        return names;
    }

    private static List<String[]> lines(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(BYTES_LIMIT + 1);
            if (bytes.length > BYTES_LIMIT) {
                throw new IOException("more than " + BYTES_LIMIT + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(":", -1))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void readUser(String[] fields) {
        if (fields.length > USERS_GROUP && isName(fields[0])) {
            id(fields[USER_ID]).ifPresent(uid -> {
                addUser(fields[0], uid);
                id(fields[USERS_GROUP]).ifPresent(gid -> addMember(gid, uid));
            });
        }
    }

    private void readGroup(String[] fields) {
        if (fields.length > MEMBERS && isName(fields[0])) {
            id(fields[GROUP_ID]).ifPresent(gid -> {
                gids.putIfAbsent(fields[0], gid);
                for (String member : fields[MEMBERS].split(",")) {
                    Optional.ofNullable(uids.get(member)).ifPresent(uid -> addMember(gid, uid));
                }
            });
        }
    }

    /** "+" and "-" begin a line that asks NIS: nsswitch.conf(5), compat mode. */
    private static boolean isName(String text) {
        return !text.isEmpty() && text.charAt(0) != '+' && text.charAt(0) != '-' && text.charAt(0) != '#';
    }

    private static Optional<Long> id(String text) {
        return Digits.are(text, 0, 10, 10)
                ? Optional.of(Long.valueOf(text)).filter(id -> id <= ID_LIMIT)
                : Optional.empty();
    }

    /** The first line of a name is the one that counts, as in getpwnam(3). */
    private void addUser(String name, long uid) {
        if (uids.putIfAbsent(name, uid) == null) {
            users.putIfAbsent(uid, name);
        }
    }

    private void addMember(long gid, long uid) {
        members.computeIfAbsent(gid, none -> new HashSet<>()).add(uid);
    }

    /** The id of a user. */
    public Optional<Long> uid(String name) {
        return Optional.ofNullable(uids.get(name));
    }

    /** The id of a group. */
    public Optional<Long> gid(String name) {
        return Optional.ofNullable(gids.get(name));
    }

    /** The first name of a user. */
    public Optional<String> userName(long uid) {
        return Optional.ofNullable(users.get(uid));
    }

    /** The users that are in a group: those that it lists, and those whose own group it is. */
    public Set<Long> members(long gid) {
        return Set.copyOf(members.getOrDefault(gid, Set.of()));
    }

    /** The groups that a user is in. */
    public Set<Long> groupsOf(long uid) {
        return members.entrySet().stream()
                .filter(group -> group.getValue().contains(uid))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of all users. */
    public Set<String> users() {
        return Set.copyOf(uids.keySet());
    }

    /** The names of all groups. */
    public Set<String> groups() {
        return Set.copyOf(gids.keySet());
    }
}
