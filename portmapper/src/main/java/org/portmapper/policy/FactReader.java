package org.portmapper.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.portmapper.names.AccountNames;
import org.portmapper.names.NearestWord;

/** Reads facts as they stand in an alternative: {@code user:alice & unit:door.service}. */
record FactReader(AccountNames accounts) {
    private static final String FACT = "local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH";
    private static final List<String> KINDS = List.of("local", "kernel", "user", "group", "unit", "exe");

    /** Units in which services run: those of other types start processes of a unit of these. */
    private static final List<String> UNIT_TYPES = List.of("service", "scope");

    /** The longest name of a unit: systemd.unit(5). */
    private static final int UNIT_LIMIT = 255;

    /** Between slashes these are no names: the kernel shows paths without them. */
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    /** PATH_MAX of the kernel. */
    private static final int PATH_LIMIT = 4096;

    /** The facts of an alternative, each of which must hold. */
    List<Fact> read(String alternative) throws FactException {
        List<Fact> facts = new ArrayList<>();
        for (String text : alternative.split("&", -1)) {
            facts.add(fact(text.strip()));
        }
        refuseRepeated(facts);
        refuseContradiction(facts);
        refuseProgramAlone(facts);
        return facts;
    }

    private Fact fact(String text) throws FactException {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = text.substring(colon + 1);
        return switch (kind + (colon < 0 ? "" : ":")) {
            case "local" -> new Fact.Local();
            case "kernel" -> new Fact.Kernel();
            case "user:" -> new Fact.User(id(kind, value, accounts::uid, accounts::users));
            case "group:" -> group(id(kind, value, accounts::gid, accounts::groups));
            case "unit:" -> unit(value);
            case "exe:" -> executable(value);
            default ->
                throw FactException.expected(
                        text.isEmpty() ? FACT + ", on each side of &" : FACT,
                        KINDS.contains(kind) ? "" : NearestWord.question(kind, KINDS));
        };
    }

    private Fact group(long gid) {
        return new Fact.Group(gid, accounts.members(gid));
    }

    private static long id(
            String kind, String value, Function<String, Optional<Long>> named, Supplier<Set<String>> names)
            throws FactException {
        if (value.matches("[0-9]+")) {
            return number(value)
                    .orElseThrow(() -> FactException.expected("an id of 0 to " + AccountNames.ID_LIMIT, ""));
        }
        return named.apply(value)
                .orElseThrow(() -> FactException.account(
                        "a " + kind + " of this host, by name or number",
                        NearestWord.to(value, names.get())
                                .map(name -> question(kind + ":" + name))
                                .orElse("")));
    }

    private static Optional<Long> number(String digits) {
        return digits.length() <= 10
                ? Optional.of(Long.valueOf(digits)).filter(id -> id <= AccountNames.ID_LIMIT)
                : Optional.empty();
    }

    private static Fact unit(String name) throws FactException {
        int dot = name.lastIndexOf('.');
        String type = name.substring(dot + 1);
        boolean valid = name.length() <= UNIT_LIMIT && name.matches("[A-Za-z0-9:_.\\\\@-]+") && dot != 0;
        if (valid && dot > 0 && UNIT_TYPES.contains(type)) {
            return new Fact.Unit(name);
        }
        Optional<String> meant = dot < 0 ? Optional.of("service") : NearestWord.to(type, UNIT_TYPES);
        String stem = "unit:" + (dot < 0 ? name : name.substring(0, dot)) + ".";
        throw FactException.expected(
                "a unit's name, which ends with .service or .scope",
                meant.filter(end -> valid).map(end -> question(stem + end)).orElse(""));
    }

    private static Fact executable(String path) throws FactException {
        boolean plain = path.startsWith("/")
                && path.length() < PATH_LIMIT
                && path.chars().noneMatch(Character::isISOControl)
                && Stream.of(path.substring(1).split("/", -1)).noneMatch(NO_NAMES::contains);
        if (!plain) {
            throw FactException.expected("the absolute path of a program, without \"..\" and the like", "");
        }
        return new Fact.Executable(path);
    }

    private static String question(String meant) {
        return ", did you mean \"" + meant + "\"?";
    }

    private static void refuseRepeated(List<Fact> facts) throws FactException {
        if (facts.size() > 1 && Set.copyOf(facts).size() < facts.size()) {
            throw FactException.expected("each fact once", "");
        }
    }

    private static void refuseContradiction(List<Fact> facts) throws FactException {
        Set<Class<?>> kinds = new HashSet<>();
        for (Fact fact : facts) {
            boolean alone = fact instanceof Fact.Local || fact instanceof Fact.Kernel;
            if (alone && facts.size() > 1) {
                throw FactException.expected(
                        "local and kernel each alone: the other facts say more, or contradict", "");
            }
            // A process has one user, one unit and one program; it may have many groups.
            if (!kinds.add(fact.getClass()) && !(fact instanceof Fact.Group)) {
                throw FactException.expected("one user, one unit and one program: no process has two", "");
            }
        }
    }

    /** Everybody can start a program, and with LD_PRELOAD and the like lead it where he wants. */
    private static void refuseProgramAlone(List<Fact> facts) throws FactException {
        if (facts.stream().allMatch(Fact.Executable.class::isInstance)) {
            throw FactException.expected("user, group or unit beside exe: every user can run a program", "");
        }
    }
}
