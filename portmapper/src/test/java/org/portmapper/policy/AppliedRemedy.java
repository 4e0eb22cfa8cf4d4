package org.portmapper.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Does to a policy what a remedy says, as an administrator would. */
final class AppliedRemedy {
    private static final Pattern SECTION = Pattern.compile("in (\\S+):(\\d+) add (\\w+ = .*) to (program\\..+)");
    private static final Pattern ADDED = Pattern.compile("in (\\S+):(\\d+) add (.+) to (register|ports)");
    private static final Pattern REMOVED = Pattern.compile("in (\\S+):(\\d+) remove (.+) from (register)");

    private final List<PolicyText> texts;
    private final StringBuilder dropIn = new StringBuilder();

    private AppliedRemedy(List<PolicyText> texts) {
        this.texts = new ArrayList<>(texts);
    }

    /** The policy with the remedy. */
    static List<PolicyText> to(List<PolicyText> texts, String remedy) {
        AppliedRemedy applied = new AppliedRemedy(texts);
        // Lines are added last: they move those below them.
        Stream.of(remedy.split("; "))
                .sorted(Comparator.comparing(part -> SECTION.matcher(part).matches()))
                .forEach(applied::apply);
        applied.texts.add(new PolicyText("zz-remedy.toml", applied.dropIn.toString()));
        return applied.texts;
    }

    private void apply(String remedy) {
        Matcher section = SECTION.matcher(remedy);
        Matcher added = ADDED.matcher(remedy);
        Matcher removed = REMOVED.matcher(remedy);
        if (section.matches()) {
            edit(section, lines -> addKey(lines, section.group(3), section.group(4)));
        } else if (added.matches()) {
            edit(added, lines -> lines.replaceFirst("\\[(?=[^\\]]*(?:\\]|$))", quoted("[" + added.group(3) + ", ")));
        } else if (removed.matches()) {
            edit(removed, lines -> without(lines, removed.group(3)));
        } else {
            dropIn.append(remedy).append('\n');
        }
    }

    private interface Edit {
        /** What becomes of the text from the named line on. */
        String of(String lines);
    }

    private void edit(Matcher remedy, Edit edit) {
        texts.replaceAll(text -> text.name().equals(remedy.group(1))
                ? new PolicyText(text.name(), edited(text.text(), Integer.parseInt(remedy.group(2)), edit))
                : text);
    }

    private static String edited(String text, int line, Edit edit) {
        int from = 0;
        for (int i = 1; i < line; i++) {
            from = text.indexOf('\n', from) + 1;
        }
        return text.substring(0, from) + edit.of(text.substring(from));
    }

    private static String addKey(String lines, String key, String section) {
        boolean header = lines.startsWith("[");
        return header ? lines.replaceFirst("\n", quoted("\n" + key + "\n")) : section + "." + key + "\n" + lines;
    }

    private static String without(String lines, String items) {
        String rest = lines;
        for (String item : items.split(" and ")) {
            rest = rest.replaceFirst(Pattern.quote(item) + ",?", "");
        }
        return rest;
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
