package org.portmapper.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * The two files in which rpcbind leaves what is registered when it ends, and from which {@code rpcbind -w} takes it: each is the
 * body of a reply to DUMP and nothing else, of version 4 (RFC 1833 section 2.1, {@code rpcblist}) and of version 2 (section
 * 3.1, {@code pmaplist}).
 */
public final class RpcbindFiles {
    static final String BINDINGS = "rpcbind.xdr";
    static final String MAPPINGS = "portmap.xdr";

    /** As many usual bindings as there may be: 120,000 of some 100 bytes. */
    static final long BYTES_LIMIT = 12L << 20;

    /** Bytes of a string: rpcbind takes no longer calls, so a longer one is no string but a file that is damaged. */
    private static final int STRING_LIMIT = 9_000;

    private static final int GROUP_OR_OTHERS_MAY_WRITE = 0022;

    private final Path folder;

    /**
     * What was read.
     *
     * @param claims of both files
     * @param problems a line for each file that is there and was not taken: {@code file: what is wrong (expected: constraint)}
     */
    public record Found(List<Rpcb> claims, List<String> problems) {
        /** There are no files. */
        public static final Found NOTHING = new Found(List.of(), List.of());

        /** Copies the lists. */
        public Found {
            claims = List.copyOf(claims);
            problems = List.copyOf(problems);
        }
    }

    /** Those of a folder, which need not exist. */
    public RpcbindFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether either of them is there. */
    public boolean arePresent() {
        return isThere(BINDINGS) || isThere(MAPPINGS);
    }

    private boolean isThere(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** When each was last written: those that are there. Two answers differ if either was written between them. */
    public List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (String name : List.of(BINDINGS, MAPPINGS)) {
            if (isThere(name)) {
                times.add(Files.getLastModifiedTime(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
            }
        }
        return times;
    }

    /** Reads both, each for itself: of a damaged one nothing is taken, and all of the other one. */
    public Found read() {
        List<String> problems = new ArrayList<>();
        List<Rpcb> bindings = read(BINDINGS, RpcbindFiles::readBinding, problems);
        List<Mapping> mappings = read(MAPPINGS, Mapping::read, problems);
        return new Found(
                new Claims().addBindings(bindings).addMappings(mappings).all(), problems);
    }

    /** Strings as they are: an address that nobody can have is a wrong binding, and no damaged file. */
    private static Rpcb readBinding(XdrReader reader) throws XdrException {
        return new Rpcb(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readString("netid", STRING_LIMIT),
                reader.readString("address", STRING_LIMIT),
                reader.readString("owner", STRING_LIMIT));
    }

    private <T> List<T> read(String name, XdrList.ItemReader<T> item, List<String> problems) {
        Path file = folder.resolve(name);
        try {
            return isThere(name) ? readList(file, item) : List.of();
        } catch (XdrException e) {
            problems.add(file + ": damaged, " + e.getMessage());
        } catch (IOException e) {
            problems.add(
                    file + ": " + (e instanceof WholeFile.RefusedException ? e.getMessage() : "cannot be read, " + e));
        }
        return List.of();
    }

    private <T> List<T> readList(Path file, XdrList.ItemReader<T> item) throws IOException, XdrException {
        XdrReader reader = new XdrReader(WholeFile.read(file, BYTES_LIMIT));
        requireTrusted(file);
        List<T> items = new ArrayList<>();
        while (reader.readBool("list continues")) {
            if (items.size() == BindingRegistry.LIMIT) {
                throw new WholeFile.RefusedException(
                        "too many bindings (expected: at most " + BindingRegistry.LIMIT + ")");
            }
            items.add(item.read(reader));
        }
        // rpcbind reads no further either.
        return items;
    }

    /** Only those who could put any file there can have written it: the folder's owner and root. */
    private void requireTrusted(Path file) throws IOException {
        int owner = attribute(file, "unix:uid");
        if (owner != 0 && owner != attribute(folder, "unix:uid")) {
            throw new WholeFile.RefusedException(
                    "owned by uid " + owner + " (expected: root, or the owner of the folder)");
        }
        requireUnwritable("", attribute(file, "unix:mode"));
        requireUnwritable("in a folder of ", attribute(folder, "unix:mode"));
    }

    private static int attribute(Path path, String name) throws IOException {
        return (int) Files.getAttribute(path, name);
    }

    private static void requireUnwritable(String what, int mode) throws WholeFile.RefusedException {
        if ((mode & GROUP_OR_OTHERS_MAY_WRITE) != 0) {
            throw new WholeFile.RefusedException(
                    what + String.format("mode %04o (expected: writable by its owner only)", mode & 07777));
        }
    }

    /**
     * Replaces both by these bindings, for {@code rpcbind -w} in this folder: they belong to the folder's owner, as whom
     * rpcbind runs when it reads them.
     *
     * @throws IOException if the folder is not there or either cannot be written; each of them is the old one or the new one
     */
    public void write(Collection<Rpcb> bindings) throws IOException {
        FileSteps steps = new OfFoldersOwner(folder);
        XdrWriter ofBindings = new XdrWriter();
        XdrList.write(ofBindings, bindings, Rpcb::writeTo);
        XdrWriter ofMappings = new XdrWriter();
        List<Mapping> mappings = bindings.stream()
                .map(RpcbindFiles::mapping)
                .flatMap(Optional::stream)
                .toList();
        XdrList.write(ofMappings, mappings, Mapping::writeTo);
        new ReplacedFile(folder, BINDINGS, steps).replace(sink -> sink.write(ofBindings.toBuffer()));
        new ReplacedFile(folder, MAPPINGS, steps).replace(sink -> sink.write(ofMappings.toBuffer()));
    }

    private static Optional<Mapping> mapping(Rpcb binding) {
        return Netid.of(binding.netid())
                .filter(Netid::hasMapping)
                .flatMap(netid -> UniversalAddress.parseInet(binding.address())
                        .map(inet -> new Mapping(binding.program(), binding.version(), netid.protocol(), inet.port())));
    }

    /** Removes both: what they said is kept elsewhere now. */
    public void remove() throws IOException {
        Files.deleteIfExists(folder.resolve(BINDINGS));
        Files.deleteIfExists(folder.resolve(MAPPINGS));
    }

    /** Gives the new file to the owner of its folder before it gets its name. */
    private record OfFoldersOwner(Path folder) implements FileSteps {
        @Override
        public void rename(Path fresh, Path file) throws IOException {
            give(fresh, "unix:gid");
            give(fresh, "unix:uid");
            FileSteps.super.rename(fresh, file);
        }

        private void give(Path fresh, String attribute) throws IOException {
            Object wanted = Files.getAttribute(folder, attribute);
            // Whoever is not root may not even give a file to himself.
            if (!wanted.equals(Files.getAttribute(fresh, attribute, LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(fresh, attribute, wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
