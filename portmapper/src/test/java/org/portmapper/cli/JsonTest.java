package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Json} writes. */
class JsonTest {
    private record Pair(String left, Object right) {}

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("", "\"\""),
                Arguments.of("nfs /a", "\"nfs /a\""),
                Arguments.of("\"\\/", "\"\\\"\\\\/\""),
                Arguments.of("\0\b\t\n\f\r\u001b", "\"\\u0000\\u0008\\u0009\\u000a\\u000c\\u000d\\u001b\""),
                Arguments.of("~\u007f\u0080", "\"~\\u007f\\u0080\""),
                Arguments.of("ü€", "\"\\u00fc\\u20ac\""),
                Arguments.of("\u2028", "\"\\u2028\""),
                Arguments.of(Character.toString(0x1f600), "\"\\ud83d\\ude00\""),
                Arguments.of("\ud83d", "\"\\ud83d\""),
                Arguments.of(true, "true"),
                Arguments.of(0, "0"),
                Arguments.of(4_294_967_295L, "4294967295"),
                Arguments.of(Optional.empty(), "null"),
                Arguments.of(Optional.of("a"), "\"a\""),
                Arguments.of(List.of(), "[]"),
                Arguments.of(Map.of(), "{}"),
                Arguments.of(List.of(1, List.of(2)), "[\n  1,\n  [\n    2\n  ]\n]"),
                Arguments.of(new Pair("a", 1L), "{\n  \"left\": \"a\",\n  \"right\": 1\n}"),
                Arguments.of(List.of(Map.of("a\"", false)), "[\n  {\n    \"a\\\"\": false\n  }\n]"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsWrittenAsJson(Object value, String text) {
        assertThat(Json.text(value)).isEqualTo(text);
    }

    @Test
    void membersKeepTheirOrder() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("z", 1);
        members.put("a", List.of());
        assertThat(Json.text(members)).isEqualTo("{\n  \"z\": 1,\n  \"a\": []\n}");
    }

    @Test
    void whatJsonDoesNotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.text(new Pair("a", 1.5)))
                .withMessage("value: java.lang.Double (expected: one that JSON has)");
    }
}
