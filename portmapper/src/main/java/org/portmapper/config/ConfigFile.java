package org.portmapper.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.portmapper.names.NearestWord;
import org.portmapper.rpc.xdr.PrintableText;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlValue;

/** Reads {@code portmapper.toml}: strictly, and to its end, so that one look finds all errors. */
public final class ConfigFile {
    /** Far more than the keys need, and nothing that fills the heap: somebody named the wrong file. */
    static final long BYTES_LIMIT = 1 << 20;

    private static final List<String> KEYS = List.of(
            "port",
            "listen",
            "sockets",
            "state-dir",
            "policy-dir",
            "rpcbind-dir",
            "remote-calls",
            "connections",
            "connections-per-source",
            "long-udp-replies",
            "udp-errors-per-second",
            "log-level");

    private final String file;
    private final TomlParseResult toml;
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(TomlPosition position, String text) {}

    private ConfigFile(String file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
    }

    /**
     * What the file says, and the defaults for what it does not say.
     *
     * @throws ConfigException if it cannot be read, or with a line for each error: {@code FILE:LINE:COLUMN: key: value
     *     (expected: constraint)}
     */
    public static PortmapperConfig read(Path path) throws ConfigException {
        String file = PrintableText.of(path.toString());
        try {
            if (Files.size(path) > BYTES_LIMIT) {
                throw new ConfigException(
                        file + ": " + Files.size(path) + " bytes (expected: at most " + BYTES_LIMIT + ")");
            }
            return parse(file, Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not UTF-8 (expected: a TOML file)", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (expected: a file that this user may read)", e);
        }
    }

    /** What a text says that stands in the file of the given name. */
    static PortmapperConfig parse(String file, String text) throws ConfigException {
        return new ConfigFile(file, Toml.parse(text)).config();
    }

    private PortmapperConfig config() throws ConfigException {
        toml.errors().forEach(error -> add(error.position(), PrintableText.of(String.valueOf(error.getMessage()))));
        toml.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(this::addUnknownKey);
        PortmapperConfig otherwise = PortmapperConfig.DEFAULT;
        PortmapperConfig config = new PortmapperConfig(
                serving(otherwise.serving()),
                directories(otherwise.directories()),
                value("log-level", Setting.LOG_LEVEL).orElse(otherwise.logLevel()));
        if (!problems.isEmpty()) {
            throw new ConfigException(lines());
        }
        return config;
    }

    private PortmapperConfig.Serving serving(PortmapperConfig.Serving otherwise) {
        return new PortmapperConfig.Serving(
                value("port", Setting.PORT).orElse(otherwise.port()),
                values("listen", Setting.LISTEN, 1).orElse(otherwise.listen()),
                values("sockets", Setting.SOCKET, 0).orElse(otherwise.sockets()),
                flag("remote-calls").orElse(otherwise.remoteCalls()),
                protection(otherwise.protection()));
    }

    private PortmapperConfig.Protection protection(PortmapperConfig.Protection otherwise) {
        return new PortmapperConfig.Protection(
                value("connections", Setting.COUNT).orElse(otherwise.connections()),
                value("connections-per-source", Setting.COUNT).orElse(otherwise.connectionsPerSource()),
                flag("long-udp-replies").orElse(otherwise.longUdpReplies()),
                value("udp-errors-per-second", Setting.COUNT).orElse(otherwise.udpErrorsPerSecond()));
    }

    private PortmapperConfig.Directories directories(PortmapperConfig.Directories otherwise) {
        return new PortmapperConfig.Directories(
                value("state-dir", Setting.DIRECTORY).orElse(otherwise.state()),
                value("policy-dir", Setting.DIRECTORY).orElse(otherwise.policy()),
                value("rpcbind-dir", Setting.DIRECTORY).orElse(otherwise.rpcbind()));
    }

    private void addUnknownKey(String key) {
        String expected = String.join(", ", KEYS.subList(0, KEYS.size() - 1)) + " or " + KEYS.getLast();
        add(
                toml.inputPositionOf(List.of(key)),
                PrintableText.of(key) + ": unknown key (expected: " + expected + ")" + NearestWord.question(key, KEYS));
    }

    private Optional<TomlValue> written(String key) {
        return Optional.ofNullable(toml.entry(List.of(key))).map(TomlKeyValue::value);
    }

    private <T> Optional<T> value(String key, Setting<T> setting) {
        return written(key).flatMap(value -> read(key, setting, value));
    }

    private Optional<Boolean> flag(String key) {
        Optional<TomlValue> written = written(key);
        written.filter(value -> !value.isBoolean())
                .ifPresent(value -> add(value.position(), key + ": " + shown(value) + " (expected: true or false)"));
        return written.filter(TomlValue::isBoolean).map(TomlValue::getBoolean);
    }

    private <T> Optional<List<T>> values(String key, Setting<T> setting, int least) {
        Optional<TomlValue> written = written(key);
        boolean list = written.filter(
                        value -> value.isArray() && value.getArray().size() >= least)
                .isPresent();
        if (!list) {
            String expected = least == 0 ? "a list" : "a list that is not empty";
            written.ifPresent(
                    value -> add(value.position(), key + ": " + shown(value) + " (expected: " + expected + ")"));
            return Optional.empty();
        }
        return written.map(TomlValue::getArray).map(array -> elements(key, setting, array));
    }

    private <T> List<T> elements(String key, Setting<T> setting, TomlArray array) {
        Set<T> values = new LinkedHashSet<>();
        for (int i = 0; i < array.size(); i++) {
            TomlValue element = array.entry(i).value();
            read(key, setting, element)
                    .filter(value -> !values.add(value))
                    .ifPresent(value -> add(
                            element.position(),
                            key + ": " + PrintableText.of(shown(element)) + " (expected: each of them once)"));
        }
        return List.copyOf(values);
    }

    private <T> Optional<T> read(String key, Setting<T> setting, TomlValue value) {
        boolean rightType = setting.number() ? value.isLong() : value.isString();
        String text = rightType ? String.valueOf(value.get()) : "";
        Optional<T> read = rightType ? setting.reading().apply(text) : Optional.empty();
        if (read.isEmpty()) {
            add(value.position(), setting.refusal(key, shown(value), text));
        }
        return read;
    }

    private static String shown(TomlValue value) {
        if (value.isArray()) {
            return value.getArray().isEmpty() ? "[]" : "a list";
        }
        return value.isTable()
                ? "a table"
                : value.isString() ? '"' + value.getString() + '"' : String.valueOf(value.get());
    }

    private void add(@Nullable TomlPosition position, String text) {
        problems.add(new Problem(Objects.requireNonNull(position, text), text));
    }

    private List<String> lines() {
        return problems.stream()
                .sorted(Comparator.<Problem>comparingInt(problem -> problem.position.line())
                        .thenComparingInt(problem -> problem.position.column()))
                .map(problem ->
                        file + ":" + problem.position.line() + ":" + problem.position.column() + ": " + problem.text)
                .toList();
    }
}
