package org.portmapper.config;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.portmapper.names.NearestWord;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.PrintableText;

/**
 * What may stand in one place of the configuration, the same for an option as for a key of the file.
 *
 * @param <T> what the text means
 * @param number whether TOML writes it as an integer; as a string otherwise
 * @param expected what is allowed, as it stands in an error
 * @param words the allowed words where there are only few; otherwise none
 * @param reading the value that a text means; empty where it is not allowed
 */
public record Setting<T>(boolean number, String expected, List<String> words, Function<String, Optional<T>> reading) {
    /** A UDP and TCP port; 0 means any that is free. */
    public static final Setting<Integer> PORT =
            new Setting<>(true, "a number of 0 to 65535", List.of(), Setting::readPort);

    /** How many there may be of something. */
    public static final Setting<Integer> COUNT =
            new Setting<>(true, "a number of 1 to 1000000", List.of(), Setting::readCount);

    /** An address of this host as numbers: a name could change its meaning behind the administrator's back. */
    public static final Setting<InetAddress> LISTEN = new Setting<>(
            false,
            "an IPv4 or IPv6 address in numbers, a link-local one with %interface",
            List.of(),
            ListenAddress::read);

    /** A local socket: a path that begins with "/", or an abstract name that begins with "@". */
    public static final Setting<String> SOCKET = new Setting<>(
            false,
            "\"/\" or \"@\" and a name, at most 107 bytes without control characters",
            List.of(),
            Setting::readSocket);

    /** A folder for files, which need not exist. */
    public static final Setting<Path> DIRECTORY =
            new Setting<>(false, "an absolute path", List.of(), Setting::readPath);

    /** What is logged, in small letters. */
    public static final Setting<PortmapperConfig.LogLevel> LOG_LEVEL = logLevel();

    /** More than any host can have of connections, or wants of errors. */
    private static final int COUNT_LIMIT = 1_000_000;

    /** The longest {@code sun_path} that has room for its NUL, before or behind the name. */
    private static final int SOCKET_BYTES = 107;

    /** What an error shows of a value: enough to recognise it. */
    private static final int SHOWN_LIMIT = 100;

    /** Copies the words. */
    public Setting {
        words = List.copyOf(words);
    }

    /** The value, or a refusal in one line that begins with the name that the place has. */
    public T parse(String name, String text) throws ConfigException {
        return reading.apply(text).orElseThrow(() -> new ConfigException(refusal(name, text, text)));
    }

    /** The line that refuses a text: {@code name: shown (expected: constraint)}, and the word that may have been meant. */
    String refusal(String name, String shown, String text) {
        return name + ": " + beginning(shown) + " (expected: " + expected + ")" + NearestWord.question(text, words);
    }

    private static String beginning(String shown) {
        return shown.length() <= SHOWN_LIMIT
                ? PrintableText.of(shown)
                : PrintableText.of(shown.substring(0, SHOWN_LIMIT)) + "...";
    }

    private static Optional<Integer> readPort(String text) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port <= 0xffff)
                : Optional.empty();
    }

    private static Optional<Integer> readCount(String text) {
        return text.matches("[0-9]{1,7}")
                ? Optional.of(Integer.valueOf(text)).filter(count -> count >= 1 && count <= COUNT_LIMIT)
                : Optional.empty();
    }

    private static Optional<String> readSocket(String text) {
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= SOCKET_BYTES;
        return UniversalAddress.parse(Netid.Family.LOOPBACK, text)
                .filter(address -> fits)
                .map(UniversalAddress::text);
    }

    private static Optional<Path> readPath(String text) {
        boolean path = text.startsWith("/") && text.indexOf('\0') < 0;
        return path ? Optional.of(Path.of(text).normalize()) : Optional.empty();
    }

    private static Setting<PortmapperConfig.LogLevel> logLevel() {
        List<String> words = Arrays.stream(PortmapperConfig.LogLevel.values())
                .map(level -> level.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Setting<>(
                false,
                "error, warn, info, debug or trace",
                words,
                text -> words.contains(text)
                        ? Optional.of(PortmapperConfig.LogLevel.valueOf(text.toUpperCase(Locale.ROOT)))
                        : Optional.empty());
    }
}
