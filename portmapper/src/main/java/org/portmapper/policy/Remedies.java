package org.portmapper.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.portmapper.identity.Caller;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * Says in one line what would change a decision, and nothing but this: for one program, even where a wider section decides.
 *
 * <p>Where no file has a section for the program, that is a line of TOML for a new drop-in, for example
 * {@code program.nfs.register = ["user:root", "kernel", "user:alice"]}; else it is what to add where.
 */
record Remedies(Sections sections, ProgramNames programs, AccountNames accounts) {
    /** Between two that are needed together. */
    static final String AND = "; ";

    /** Names that need no thought in a file: others are given by number. */
    private static final String PLAIN_NAME = "[A-Za-z_][A-Za-z0-9_.-]*";

    private static final String NONE = "none: program " + Rpcbind.PROGRAM + " is the portmapper itself";

    /** What would let the user register the program. */
    String allowing(Register deciding, long program, long uid) {
        String user = TomlText.string("user:" + userName(uid).orElse(Long.toString(uid)));
        return program == Rpcbind.PROGRAM
                ? NONE
                : line(
                        program,
                        "register",
                        Remedies::registerPlace,
                        with(deciding.items(), user),
                        "add " + user + " to ");
    }

    /** What would let this port be registered. */
    String allowing(Ports deciding, long program, int port) {
        String item = Integer.toString(port);
        return line(program, "ports", Remedies::portsPlace, with(deciding.items(), item), "add " + item + " to ");
    }

    /** What would no longer let the caller register the program. */
    String refusing(Register deciding, long program, Caller.User caller) {
        List<String> kept = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        deciding.alternatives().forEach(each -> (each.fits(caller) ? removed : kept).add(each.toToml()));
        return line(
                program,
                "register",
                Remedies::registerPlace,
                kept,
                "remove " + String.join(" and ", removed) + " from ");
    }

    private static List<String> with(List<String> items, String added) {
        List<String> longer = new ArrayList<>(items);
        longer.add(added);
        return longer;
    }

    private String line(
            long program, String key, Function<Section, Optional<Place>> keyOf, List<String> items, String change) {
        String whole = key + " = " + TomlText.list(items);
        Optional<Section> own = sections.ofProgram(program);
        if (own.isEmpty()) {
            return "program." + TomlText.key(programKey(program)) + "." + whole;
        }
        Section section = own.get();
        return keyOf.apply(section)
                .map(place -> "in " + place.lineText() + " " + change + key)
                .orElseGet(() -> "in " + section.place().lineText() + " add " + whole + " to " + section.name());
    }

    private static Optional<Place> registerPlace(Section section) {
        return section.register().map(Register::place);
    }

    private static Optional<Place> portsPlace(Section section) {
        return section.ports().map(Ports::place);
    }

    private String programKey(long program) {
        return programs.name(program)
                .filter(name -> programs.number(name)
                        .filter(number -> number == program)
                        .isPresent())
                .orElse(Long.toString(program));
    }

    /** A user as sentences call it: {@code uid 1000 (alice)}. */
    String called(long uid) {
        return "uid " + uid + userName(uid).map(name -> " (" + name + ")").orElse("");
    }

    private Optional<String> userName(long uid) {
        return accounts.userName(uid).filter(name -> name.matches(PLAIN_NAME));
    }
}
