package org.portmapper.cli;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes values as JSON, RFC 8259, in ASCII: whatever a string holds, it harms no terminal and needs no encoding. */
final class Json {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * The text of a record or map (an object), collection (an array), string, whole number, boolean or optional (null where
     * it is empty).
     */
    static String text(Object value) {
        Json json = new Json();
        json.write(value, 0);
        return json.text.toString();
    }

    private void write(Object value, int depth) {
        switch (value) {
            case String string -> writeString(string);
            case Boolean truth -> text.append(truth.booleanValue());
            case Long number -> text.append(number.longValue());
            case Integer number -> text.append(number.intValue());
            case Optional<?> optional ->
                optional.ifPresentOrElse(present -> write(present, depth), () -> text.append("null"));
            case Iterable<?> items -> writeArray(items.iterator(), depth);
            case Map<?, ?> members -> writeObject(members(members), depth);
            case Record members -> writeObject(members(members), depth);
            default ->
                throw new IllegalArgumentException(
                        "value: " + value.getClass().getName() + " (expected: one that JSON has)");
        }
    }

    private record Member(String name, Object value) {}

    private static List<Member> members(Map<?, ?> map) {
        List<Member> members = new ArrayList<>();
        map.forEach((name, value) -> members.add(new Member(name.toString(), value)));
        return members;
    }

    private static List<Member> members(Record values) {
        List<Member> members = new ArrayList<>();
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            members.add(new Member(component.getName(), value(values, component)));
        }
        return members;
    }

    private static Object value(Record values, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "record: " + values.getClass().getName() + " (expected: a readable one)", e);
        }
    }

    private void writeArray(Iterator<?> items, int depth) {
        text.append('[');
        boolean any = items.hasNext();
        while (items.hasNext()) {
            startLine(depth + 1);
            write(items.next(), depth + 1);
            text.append(items.hasNext() ? "," : "");
        }
        end(any, depth, ']');
    }

    private void writeObject(List<Member> members, int depth) {
        text.append('{');
        Iterator<Member> rest = members.iterator();
        while (rest.hasNext()) {
            Member member = rest.next();
            startLine(depth + 1);
            writeString(member.name);
            text.append(": ");
            write(member.value, depth + 1);
            text.append(rest.hasNext() ? "," : "");
        }
        end(!members.isEmpty(), depth, '}');
    }

    private void startLine(int depth) {
        text.append('\n').repeat("  ", depth);
    }

    private void end(boolean any, int depth, char bracket) {
        if (any) {
            startLine(depth);
        }
        text.append(bracket);
    }

    private void writeString(String string) {
        text.append('"');
        // By UTF-16 units: JSON escapes a character beyond the basic plane as its two surrogates.
        string.chars().forEach(unit -> {
            if (unit == '"' || unit == '\\') {
                text.append('\\').append((char) unit);
            } else if (unit >= ' ' && unit < 0x7f) {
                text.append((char) unit);
            } else {
                text.append("\\u").append(HEX.toHexDigits((char) unit));
            }
        });
        text.append('"');
    }
}
