package org.portmapper.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.portmapper.rpc.xdr.UnsignedInt;

/** The names of programs: those of the host's file, as rpc(5) describes it, and then those that we know ourselves. */
public final class ProgramNames {
    /** Where hosts keep the names of programs. */
    public static final Path FILE = Path.of("/etc/rpc");

    /** Many times what hosts have; a bigger file is something else. */
    private static final int BYTES_LIMIT = 1 << 20;

    private static final String BLANKS = " \t\r\f\u000b";

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    private ProgramNames() {}

    /**
     * The names of the host's file, where it has one, and the built-in ones; the host's decide.
     *
     * @throws IOException if the file is there and cannot be read
     */
    public static ProgramNames of(Path file) throws IOException {
        ProgramNames names = new ProgramNames();
        if (Files.isReadable(file)) {
            names.add(hostNames(file));
        }
        names.add(builtIn());
        return names;
    }

    private static String hostNames(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return new String(input.readNBytes(BYTES_LIMIT), StandardCharsets.ISO_8859_1);
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
                .map(ProgramNames::words)
                .filter(words -> words.length >= 2)
                .forEach(words -> numeral(words[1]).ifPresent(number -> add(number, words)));
    }

    private static String[] words(String line) {
        int comment = line.indexOf('#');
        StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment), BLANKS);
        String[] all = new String[words.countTokens()];
        for (int i = 0; i < all.length; i++) {
            all[i] = words.nextToken();
        }
        return all;
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
    public Optional<String> name(long number) {
        return Optional.ofNullable(names.get(number));
    }

    /** A program as sentences call it: {@code nfs (100003)}, or {@code program 400000} where it has no name. */
    public String called(long number) {
        return name(number).map(name -> name + " (" + number + ")").orElse("program " + number);
    }

    /** The program that a text means: a number in decimal or 0x hexadecimal, or a name. A number never is a name. */
    public Optional<Long> number(String text) {
        return numeral(text).or(() -> Optional.ofNullable(numbers.get(text)));
    }

    /** All names, in the order of the alphabet. */
    public List<String> words() {
        return numbers.keySet().stream().sorted().toList();
    }

    /** The number of 0 to 4,294,967,295 that is written so, in decimal or 0x hexadecimal; empty where it is none. */
    public static Optional<Long> numeral(String text) {
        Optional<Long> number = Optional.empty();
        if (Digits.are(text, 0, 10, 10)) {
            number = Optional.of(Long.valueOf(text));
        } else if ((text.startsWith("0x") || text.startsWith("0X")) && Digits.are(text, 2, 8, 16)) {
            number = Optional.of(Long.valueOf(text.substring(2), 16));
        }
        return number.filter(value -> value <= UnsignedInt.MAX);
    }
}
