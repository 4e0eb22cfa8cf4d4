package org.portmapper.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * What the running daemon says of itself, in a file of its state directory: {@code portmapper status} reads it.
 *
 * @param facts in the order in which they are shown
 */
public record Status(Map<String, String> facts) {
    /** The file's name in the state directory. */
    static final String FILE = "status.toml";

    /** Copies the facts, in their order. */
    public Status {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Whether the daemon that wrote it still runs: a process that has its number, and is no newer than the file says. */
    public boolean isOfRunningProcess() {
        return Optional.ofNullable(facts.get("process"))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .flatMap(text -> ProcessHandle.of(Long.parseLong(text)))
                .filter(process -> startOf(process).equals(facts.get("started")))
                .isPresent();
    }

    /** When a process was started, so that another one with its number later is not taken for it. */
    static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }

    /** Writes the file so that a reader sees the old one or the new one, and nothing in between. */
    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append('"')
                .append(Toml.tomlEscape(name))
                .append("\" = \"")
                .append(Toml.tomlEscape(value))
                .append("\"\n"));
        Path fresh = folder.resolve(FILE + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What the daemon with this state directory has written.
     *
     * @return empty where there is no such file
     * @throws IOException if it cannot be read, or is not what a daemon writes
     */
    public static Optional<Status> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        TomlParseResult toml = Toml.parse(file);
        if (toml.hasErrors()) {
            throw new IOException("not a status of portmapper: " + toml.errors().getFirst());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        toml.entrySet().forEach(entry -> facts.put(entry.getKey(), String.valueOf(entry.getValue())));
        return Optional.of(new Status(facts));
    }
}
