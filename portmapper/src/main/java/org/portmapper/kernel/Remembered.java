package org.portmapper.kernel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is asked for once, when it is first needed. For one thread. */
final class Remembered<T> implements Supplier<T> {

    private final Supplier<T> question;
    private @Nullable T answer;

    Remembered(Supplier<T> question) {
        this.question = question;
    }

    @Override
    public T get() {
        T known = answer;
        if (known == null) {
            known = question.get();
            answer = known;
        }
        return known;
    }
}
