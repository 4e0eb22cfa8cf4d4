package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way to read the built-in policy: it reads what TOML says, with every place, or nothing. */
class PlainReaderTest {
    private static Node.Table byToml(PolicyText text) throws PolicyException {
        Problems problems = new Problems();
        Node.Table table = TomlReader.read(text, problems);
        problems.throwIfAny();
        return table;
    }

    @Test
    void theBuiltInPolicyIsReadAsToml() throws PolicyException {
        PolicyText text = new PolicyText("built-in", PolicyFiles.builtInText());
        Node.Table plain = PlainReader.read(text);
        assertThat(plain.entries()).containsOnlyKeys("mode", "quota", "program");
        assertThat(plain).isEqualTo(byToml(text));
        // The order is the one in which rules are shown.
        assertThat(plain).hasToString(byToml(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "a = 1 # one",
                "a=\"b\"",
                "[a]",
                "[a.b]\nc = []\nd = [\"e\",\"f\" , \"g\"] # list\n\n[a.h]\ni = 20",
                "a = \"#\" # \"",
            })
    void whatIsPlainIsReadAsToml(String toml) throws PolicyException {
        PolicyText text = new PolicyText("x", toml);
        assertThat(PlainReader.read(text)).isEqualTo(byToml(text));
    }

    @Test
    void whatIsNotPlainIsRefusedWithItsPlace() {
        for (String toml :
                List.of("a", "a = ", "a = true", "a = \"b", "a = \"\\n\"", "a = [1", "a = 1 2", "[a", "[a] b")) {
            assertThatIllegalArgumentException()
                    .as(toml)
                    .isThrownBy(() -> PlainReader.read(new PolicyText("x", "# first\n" + toml)))
                    .withMessageStartingWith("x:2:");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlainReader.read(new PolicyText("x", "a = 1\n[a.b]")))
                .withMessage("x:1:1: a value (expected: a table)");
    }
}
