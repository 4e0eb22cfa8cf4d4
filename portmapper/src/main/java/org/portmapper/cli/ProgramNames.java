package org.portmapper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.portmapper.config.Setting;
import org.portmapper.rpc.xdr.UnsignedInt;

/** The names of programs: those of the host's file, as rpc(5) describes it, and then those that we know ourselves. */
final class ProgramNames {
    /** Many times what hosts have; a bigger file is something else. */
    private static final long BYTES_LIMIT = 1 << 20;

    private static final String EXPECTED = "a program's number, in decimal or 0x hexadecimal, or a name as in /etc/rpc";

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    private ProgramNames() {}

    /** The names of the host's file, where it has one, and the built-in ones; the host's decide. */
    static ProgramNames of(Path file) throws CommandFailure {
        ProgramNames names = new ProgramNames();
        try {
            if (Files.isReadable(file)) {
                names.add(hostNames(file));
            }
            names.add(builtIn());
            return names;
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read (expected: names of programs, as rpc(5) describes)", e);
        }
    }

    private static String hostNames(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return new String(input.readNBytes((int) BYTES_LIMIT), StandardCharsets.ISO_8859_1);
        }
    }

    private static String builtIn() throws IOException {
        try (InputStream input = ProgramNames.class.getResourceAsStream("programs.txt")) {
            if (input == null) {
                throw new IllegalStateException("programs.txt: not in the jar (expected: beside this class)");
            }
            return new String(input.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Lines of a name, a number and more names; what follows a # is a comment. Other lines say nothing, as in getrpcent(3). */
    private void add(String lines) {
        lines.lines()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> words.length >= 2)
                .forEach(words -> readNumber(words[1]).ifPresent(number -> add(number, words)));
    }

    private void add(long number, String[] words) {
        names.putIfAbsent(number, words[0]);
        for (int i = 0; i < words.length; i++) {
            if (i != 1) {
                numbers.putIfAbsent(words[i], number);
            }
        }
    }

    /** The first name of a program. */
    Optional<String> name(long number) {
        return Optional.ofNullable(names.get(number));
    }

    /** A program as sentences call it: {@code nfs (100003)}, or {@code program 400000} where it has no name. */
    String called(long number) {
        return name(number).map(name -> name + " (" + number + ")").orElse("program " + number);
    }

    /** What may stand for a program: its number or one of its names. */
    Setting<Long> setting() {
        return new Setting<>(false, EXPECTED, words(), this::read);
    }

    private List<String> words() {
        Collection<String> known = numbers.keySet();
        return known.stream().sorted().toList();
    }

    private Optional<Long> read(String text) {
        Optional<Long> named = Optional.ofNullable(numbers.get(text));
        return named.isPresent() ? named : readNumber(text);
    }

    private static Optional<Long> readNumber(String text) {
        Optional<Long> number = Optional.empty();
        if (text.matches("[0-9]{1,10}")) {
            number = Optional.of(Long.valueOf(text));
        } else if (text.matches("0[xX][0-9a-fA-F]{1,8}")) {
            number = Optional.of(Long.valueOf(text.substring(2), 16));
        }
        return number.filter(value -> value <= UnsignedInt.MAX);
    }
}
