package org.portmapper.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.policy.TomlFile.Named;

/**
 * Reads the key {@code register}.
 *
 * @param everyHost whether the text is for every host, so that an account which this one does not have is nobody, no error
 */
record RegisterReader(FactReader facts, boolean everyHost) {
    /** What stands there; nothing, with a problem, where it is no list. An empty list means nobody. */
    Optional<Register> read(TomlFile file, Place place, Named value) {
        return file.list(value).map(elements -> {
            List<Alternative> alternatives = new ArrayList<>();
            elements.forEach(element -> alternative(file, element, alternatives).ifPresent(alternatives::add));
            return new Register(place, value.name(), alternatives);
        });
    }

    private Optional<Alternative> alternative(TomlFile file, Named element, List<Alternative> others) {
        Optional<String> text = TomlFile.string(element);
        if (text.isEmpty()) {
            file.refuse(element, "a string of facts, as \"user:alice & group:lab\"", "");
            return Optional.empty();
        }
        try {
            Alternative read = new Alternative(element.value().place(), text.get(), facts.read(text.get()));
            if (others.stream().anyMatch(read::saysTheSame)) {
                file.refuse(element, "each alternative once", "");
            }
            return Optional.of(read);
        } catch (FactException e) {
            if (!everyHost || !e.isAccount()) {
                file.refuse(element, e.getMessage());
            }
            return Optional.empty();
        }
    }
}
