package org.portmapper.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.portmapper.names.NearestWord;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Contents.Placed;
import org.portmapper.policy.TomlFile.Named;

/** Reads one file of a policy: strictly, and to its end, so that one look finds all errors. */
final class PolicyReader {
    private static final List<String> TOP = List.of("mode", "program", "quota");
    private static final List<String> SECTION = List.of("register", "ports", "listener");
    private static final List<String> QUOTA = List.of("per-user", "all-users");

    private final ProgramNames programs;
    private final RegisterReader registers;
    private final TomlFile file;
    private final Problems problems;

    private PolicyReader(ProgramNames programs, RegisterReader registers, TomlFile file) {
        this.programs = programs;
        this.registers = registers;
        this.file = file;
        this.problems = file.problems();
    }

    /** What a file says; what is wrong with it goes to the problems. */
    static Contents read(Node.Table toml, ProgramNames programs, RegisterReader registers, TomlFile file) {
        return new PolicyReader(programs, registers, file).contents(toml);
    }

    private Contents contents(Node.Table toml) {
        file.refuseOthers(toml, "", TOP, "");
        return new Contents(sections(toml), mode(toml), quota(toml));
    }

    private List<Section> sections(Node.Table toml) {
        List<Section> sections = new ArrayList<>();
        file.table(toml, "program", "program")
                .ifPresent(table -> table.entries()
                        .keySet()
                        .forEach(key -> section(table, key).ifPresent(sections::add)));
        return sections;
    }

    private Optional<Section> section(Node.Table program, String key) {
        String name = "program." + TomlText.key(key);
        Place place = program.placeOf(key);
        Optional<ProgramRange> range = ProgramRange.of(key, programs);
        if (range.isEmpty()) {
            problems.add(
                    place,
                    name + ": no program (expected: " + ProgramRange.EXPECTED + ")"
                            + NearestWord.question(key, programs.words()));
        }
        Optional<Node.Table> section = file.table(program, key, name);
        section.ifPresent(table -> refuseUnknown(table, name, place));
        // Read even where the programs are not known: one look is to find all problems.
        Optional<Section> read = section.map(table -> section(table, name, place, range.orElse(ProgramRange.only(0))));
        return read.filter(each -> range.isPresent());
    }

    private void refuseUnknown(Node.Table table, String name, Place place) {
        boolean misplaced =
                table.entries().containsKey("mode") || table.entries().containsKey("quota");
        file.refuseOthers(
                table, name + ".", SECTION, misplaced ? "; mode and quota stand outside of [program...]" : "");
        if (table.entries().isEmpty()) {
            problems.add(place, name + ": empty (expected: " + TomlFile.words(SECTION) + ")");
        }
    }

    private Section section(Node.Table table, String name, Place place, ProgramRange range) {
        String prefix = name + ".";
        return new Section(
                range,
                name,
                place,
                file.value(table, prefix, "register")
                        .flatMap(value -> registers.read(file, table.placeOf("register"), value)),
                file.value(table, prefix, "ports").flatMap(value -> ports(table.placeOf("ports"), value)),
                file.value(table, prefix, "listener").flatMap(this::listener));
    }

    private Optional<Ports> ports(Place place, Named value) {
        Optional<List<Named>> elements = file.list(value);
        if (elements.filter(List::isEmpty).isPresent()) {
            file.refuse(value, "a list that is not empty", "");
        }
        List<PortRange> ranges = new ArrayList<>();
        elements.orElse(List.of()).forEach(element -> port(element, ranges).ifPresent(ranges::add));
        return ranges.isEmpty() ? Optional.empty() : Optional.of(new Ports(place, value.name(), ranges));
    }

    private Optional<PortRange> port(Named element, List<PortRange> others) {
        Optional<PortRange> range = TomlFile.number(element)
                .map(number -> Long.toString(number))
                .or(() -> TomlFile.string(element))
                .flatMap(PortRange::of);
        if (range.isEmpty()) {
            file.refuse(element, PortRange.EXPECTED, "");
        } else if (others.stream().anyMatch(range.get()::overlaps)) {
            file.refuse(element, "each port once", "");
        }
        return range;
    }

    private Optional<ListenerRule> listener(Named value) {
        return word(value, Listener.words(), Listener::of)
                .map(listener -> new ListenerRule(
                        listener,
                        new Rule(value.value().place().toString(), value.name() + " = \"" + listener.text() + "\"")));
    }

    private Optional<Placed<Mode>> mode(Node.Table toml) {
        return file.value(toml, "", "mode")
                .flatMap(value -> word(value, Mode.words(), Mode::of))
                .map(mode -> new Placed<>(mode, toml.placeOf("mode")));
    }

    private <T> Optional<T> word(Named value, List<String> words, Function<String, Optional<T>> of) {
        Optional<T> read = TomlFile.string(value).flatMap(of);
        if (read.isEmpty()) {
            String question = TomlFile.string(value)
                    .map(text -> NearestWord.question(text, words))
                    .orElse("");
            file.refuse(value, '"' + String.join("\" or \"", words) + '"', question);
        }
        return read;
    }

    private Optional<Placed<Quota>> quota(Node.Table toml) {
        return file.table(toml, "quota", "quota").flatMap(table -> {
            file.refuseOthers(table, "quota.", QUOTA, "");
            Place place = toml.placeOf("quota");
            Optional<Integer> perUser = file.value(table, "quota.", "per-user").flatMap(this::bindings);
            Optional<Integer> allUsers =
                    file.value(table, "quota.", "all-users").flatMap(this::bindings);
            return quota(place, perUser.orElse(Quota.DEFAULT.perUser()), allUsers.orElse(Quota.DEFAULT.allUsers()));
        });
    }

    private Optional<Placed<Quota>> quota(Place place, int perUser, int allUsers) {
        if (perUser > allUsers) {
            problems.add(
                    place,
                    "quota.per-user: " + perUser + " (expected: at most quota.all-users, which is " + allUsers + ")");
            return Optional.empty();
        }
        return Optional.of(new Placed<>(new Quota(perUser, allUsers), place));
    }

    private Optional<Integer> bindings(Named value) {
        Optional<Long> number = TomlFile.number(value).filter(bindings -> bindings >= 1 && bindings <= Quota.LIMIT);
        if (number.isEmpty()) {
            file.refuse(value, "a number of 1 to " + Quota.LIMIT, "");
        }
        return number.map(Long::intValue);
    }
}
