package org.portmapper.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Contents.Placed;

/**
 * Reads policies. Blocks, for it reads files: never on an event loop.
 *
 * @param programs what sections may be called by
 * @param accounts the users and groups that there are
 */
public record PolicyFiles(ProgramNames programs, AccountNames accounts) {
    /** Where a host has its policy. */
    public static final Path FILE = Path.of("/etc/portmapper/policy.toml");

    /** Where packages and administrators put more of it. */
    public static final Path DROP_INS = Path.of("/etc/portmapper/policy.d");

    private static final String BUILT_IN = "built-in";

    /** The policy that stands there, and the built-in one where it says nothing. */
    public Policy load(PolicySource source) throws PolicyException {
        return switch (source) {
            case PolicyPlaces places -> load(places);
            case PolicyText text -> parse(List.of(text));
        };
    }

    private Policy load(PolicyPlaces places) throws PolicyException {
        return read(Stream.of(places.file(), places.dropIns())
                // What cannot be looked at is there: to pass it over would be to decide without it.
                .filter(path -> !Files.notExists(path, LinkOption.NOFOLLOW_LINKS))
                .toList());
    }

    /** The policy that these files say, and those in these folders that end with ".toml". */
    public Policy read(List<Path> paths) throws PolicyException {
        Problems problems = new Problems();
        return policy(TrustedFiles.texts(paths, problems), problems);
    }

    /**
     * The policy that texts say.
     *
     * @throws PolicyException with all that is wrong with them
     */
    public Policy parse(List<PolicyText> texts) throws PolicyException {
        return policy(texts, new Problems());
    }

    /** The built-in policy as it is written, with comments. */
    public static String builtInText() {
        try (InputStream input = PolicyFiles.class.getResourceAsStream("built-in.toml")) {
            if (input == null) {
                throw new IllegalStateException("built-in.toml: not in the jar (expected: beside this class)");
            }
            return new String(input.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("built-in.toml: cannot be read (expected: a sound jar)", e);
        }
    }

    Policy builtIn() {
        try {
            return parse(List.of());
        } catch (PolicyException e) {
            throw new IllegalStateException("the built-in policy is wrong", e);
        }
    }

    private Policy policy(List<PolicyText> texts, Problems problems) throws PolicyException {
        List<Contents> files = texts.stream().map(text -> read(text, problems)).toList();
        List<Section> written =
                files.stream().flatMap(file -> file.sections().stream()).toList();
        Contents builtIn = builtInContents(problems);
        Sections sections = Sections.of(written, builtIn.sections());
        sections.check(problems);
        Mode mode = once("mode", files, builtIn, Contents::mode, problems);
        Quota quota = once("quota", files, builtIn, Contents::quota, problems);
        problems.throwIfAny();
        return new Policy(sections, mode, quota, new Remedies(sections, programs, accounts), texts.size());
    }

    private Contents read(PolicyText text, Problems problems) {
        problems.begin(text.name());
        return contents(TomlReader.read(text, problems), new TomlFile(text.name(), problems), false);
    }

    private Contents builtInContents(Problems problems) {
        problems.begin(BUILT_IN);
        Node.Table table = PlainReader.read(new PolicyText(BUILT_IN, builtInText()));
        return contents(table, new TomlFile(BUILT_IN, problems), true);
    }

    private Contents contents(Node.Table table, TomlFile file, boolean everyHost) {
        return PolicyReader.read(table, programs, new RegisterReader(new FactReader(accounts), everyHost), file);
    }

    private static <T> T once(
            String name,
            List<Contents> files,
            Contents builtIn,
            Function<Contents, Optional<Placed<T>>> key,
            Problems problems) {
        List<Placed<T>> all = new ArrayList<>(
                files.stream().flatMap(file -> key.apply(file).stream()).toList());
        all.stream()
                .skip(1)
                .forEach(again -> problems.add(
                        again.place(),
                        name + ": defined twice (expected: in one file; the other is at "
                                + all.getFirst().place() + ")"));
        return all.isEmpty()
                ? key.apply(builtIn).orElseThrow().value()
                : all.getFirst().value();
    }
}
