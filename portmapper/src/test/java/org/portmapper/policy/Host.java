package org.portmapper.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;

/** A host whose accounts the tests know: those of {@code src/test/resources/etc}; its programs are the built-in ones. */
final class Host {
    private static final Path ETC = Path.of("src", "test", "resources", "etc");

    private static final AccountNames ACCOUNTS =
            read(() -> AccountNames.of(ETC.resolve("passwd"), ETC.resolve("group")));
    private static final PolicyFiles POLICIES =
            new PolicyFiles(read(() -> ProgramNames.of(ETC.resolve("rpc"))), ACCOUNTS);

    private Host() {}

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static AccountNames accounts() {
        return ACCOUNTS;
    }

    static PolicyFiles policies() {
        return POLICIES;
    }

    /** The policy of one file for each text, called "1.toml" and so on. */
    static Policy policy(String... texts) throws PolicyException {
        return policies().parse(texts(texts));
    }

    static List<PolicyText> texts(String... texts) {
        List<String> all = Arrays.asList(texts);
        return all.stream()
                .map(text -> new PolicyText((all.indexOf(text) + 1) + ".toml", text))
                .toList();
    }
}
