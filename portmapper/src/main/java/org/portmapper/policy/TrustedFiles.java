package org.portmapper.policy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.xdr.PrintableText;

/** Reads files of which only the superuser, or the user that this process is, can have written anything. */
final class TrustedFiles {
    /** More than 2,000 sections: somebody named the wrong file. */
    static final long BYTES_LIMIT = 256 << 10;

    /** More drop-ins than any host has programs. */
    static final int FILES_LIMIT = 100;

    private static final String SUFFIX = ".toml";
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final int GROUP_OR_OTHERS_MAY_WRITE = 0022;

    private final Problems problems;
    private final List<PolicyText> texts = new ArrayList<>();

    private TrustedFiles(Problems problems) {
        this.problems = problems;
    }

    /** The texts of these files, and of those in these folders, by name, that end with ".toml" and are not hidden. */
    static List<PolicyText> texts(List<Path> paths, Problems problems) {
        TrustedFiles files = new TrustedFiles(problems);
        paths.forEach(files::add);
        return List.copyOf(files.texts);
    }

    private void add(Path path) {
        if (Files.isDirectory(path)) {
            if (isTrusted(path)) {
                files(path).forEach(this::addFile);
            }
        } else {
            addFile(path);
        }
    }

    private List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, TrustedFiles::isPolicy)) {
            for (Path file : all) {
                files.add(file);
                if (files.size() > FILES_LIMIT) {
                    refuse(folder, "too many files (expected: at most " + FILES_LIMIT + " that end with .toml)");
                    return List.of();
                }
            }
        } catch (IOException e) {
            refuse(folder, "cannot be read (expected: a folder that this user may read)");
        }
        return files.stream().sorted().toList();
    }

    private static boolean isPolicy(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    private void addFile(Path file) {
        try {
            // Before it is opened: to open a pipe would be to wait for whoever writes to it.
            if (!Files.isRegularFile(file)) {
                refuse(file, Files.exists(file) ? "no file (expected: a file, or a folder of files)" : "is not there");
            } else if (isTrusted(file)) {
                read(file).ifPresent(text -> texts.add(new PolicyText(file.toString(), text)));
            }
        } catch (CharacterCodingException e) {
            refuse(file, "not UTF-8 (expected: a TOML file)");
        } catch (IOException e) {
            refuse(file, "cannot be read (expected: a file that this user may read)");
        }
    }

    private Optional<String> read(Path file) throws IOException {
        if (Files.size(file) > BYTES_LIMIT) {
            refuse(file, Files.size(file) + " bytes (expected: at most " + BYTES_LIMIT + ")");
            return Optional.empty();
        }
        return Optional.of(Files.readString(file));
    }

    /** Whoever can write a policy decides as whom everybody may register. */
    private boolean isTrusted(Path path) {
        try {
            int mode = attribute(path, "unix:mode");
            int owner = attribute(path, "unix:uid");
            if ((mode & GROUP_OR_OTHERS_MAY_WRITE) != 0) {
                refuse(path, String.format("mode %04o (expected: writable by its owner only)", mode & 07777));
                return false;
            }
            if (owner != 0 && owner != attribute(OWN_PROCESS, "unix:uid")) {
                refuse(path, "owned by uid " + owner + " (expected: root, or the user that reads it)");
                return false;
            }
            return true;
        } catch (IOException e) {
            refuse(path, "cannot be read (expected: a file that this user may read)");
            return false;
        }
    }

    private static int attribute(Path path, String name) throws IOException {
        return (Integer) Files.getAttribute(path, name);
    }

    private void refuse(Path path, String text) {
        String name = PrintableText.of(path.toString());
        problems.begin(name);
        problems.add(Place.whole(name), text);
    }
}
