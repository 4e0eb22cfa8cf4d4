package org.portmapper.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.portmapper.config.ConfigException;
import org.portmapper.config.ConfigFile;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.config.Setting;

/**
 * What the options of {@code portmapper serve} say.
 *
 * @param texts the values of each option that is given, as they are written; a switch has "true" or "false"
 */
record ServeOptions(Map<ServeOption, List<String>> texts) {
    /**
     * Those of a plain command line, {@code serve --name value --switch}: the daemon starts without picocli, which takes
     * longer to load than all else together.
     *
     * @return empty for any other command, and for all that picocli has more to say of: help, other spellings, errors
     */
    static Optional<ServeOptions> plain(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("serve")) {
            return Optional.empty();
        }
        Map<ServeOption, List<String>> texts = new EnumMap<>(ServeOption.class);
        int next = 1;
        while (next < arguments.length) {
            Optional<ServeOption> option = ServeOption.of(arguments[next++]);
            String text = "true";
            if (option.isPresent() && option.get().takesValue()) {
                text = next < arguments.length ? arguments[next++] : "";
            }
            if (option.isEmpty() || !isPlain(text) || !add(texts, option.get(), text)) {
                return Optional.empty();
            }
        }
        return Optional.of(new ServeOptions(texts));
    }

    /** To picocli the others are options, files of arguments, or no value. */
    private static boolean isPlain(String text) {
        return !text.isEmpty() && !text.startsWith("-") && !text.startsWith("@");
    }

    private static boolean add(Map<ServeOption, List<String>> texts, ServeOption option, String text) {
        List<String> all = texts.computeIfAbsent(option, none -> new ArrayList<>());
        all.add(text);
        return all.size() == 1 || option.repeatable();
    }

    boolean takeOver() {
        return text(ServeOption.TAKE_OVER).isPresent();
    }

    /** What the options say, then what the file says, then the defaults. */
    PortmapperConfig config() throws ConfigException {
        Optional<String> file = text(ServeOption.CONFIG);
        PortmapperConfig otherwise = file.isPresent() ? ConfigFile.read(Path.of(file.get())) : PortmapperConfig.DEFAULT;
        return new PortmapperConfig(
                serving(otherwise.serving()),
                directories(otherwise.directories()),
                value(ServeOption.LOG_LEVEL, Setting.LOG_LEVEL, otherwise.logLevel()));
    }

    private Serving serving(Serving otherwise) throws ConfigException {
        return new Serving(
                value(ServeOption.PORT, Setting.PORT, otherwise.port()),
                values(ServeOption.LISTEN, Setting.LISTEN, otherwise.listen()),
                values(ServeOption.SOCKET, Setting.SOCKET, otherwise.sockets()),
                text(ServeOption.REMOTE_CALLS).map(Boolean::valueOf).orElse(otherwise.remoteCalls()),
                otherwise.protection());
    }

    private Directories directories(Directories otherwise) throws ConfigException {
        return new Directories(
                value(ServeOption.STATE_DIR, Setting.DIRECTORY, otherwise.state()),
                value(ServeOption.POLICY_DIR, Setting.DIRECTORY, otherwise.policy()),
                value(ServeOption.RPCBIND_DIR, Setting.DIRECTORY, otherwise.rpcbind()));
    }

    private Optional<String> text(ServeOption option) {
        return Optional.ofNullable(texts.get(option)).map(List::getLast);
    }

    private <T> T value(ServeOption option, Setting<T> setting, T otherwise) throws ConfigException {
        Optional<String> text = text(option);
        return text.isPresent() ? setting.parse(option.written(), text.get()) : otherwise;
    }

    private <T> List<T> values(ServeOption option, Setting<T> setting, List<T> otherwise) throws ConfigException {
        List<T> values = new ArrayList<>();
        for (String text : texts.getOrDefault(option, List.of())) {
            T value = setting.parse(option.written(), text);
            if (values.contains(value)) {
                throw new ConfigException(option.written() + ": " + text + " (expected: each of them once)");
            }
            values.add(value);
        }
        return values.isEmpty() ? otherwise : values;
    }
}
