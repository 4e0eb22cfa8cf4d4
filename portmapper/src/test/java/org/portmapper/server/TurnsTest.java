package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One piece of work in each turn, however many wait, in the order in which they came. */
final class TurnsTest {
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Turns turns = new Turns(loop::add);
    private final List<String> done = new ArrayList<>();

    @Test
    void workIsDoneInTurnsOfItsOwn() {
        turns.execute(() -> done.add("a"));
        turns.execute(() -> done.add("b"));
        assertThat(done).isEmpty();
        assertThat(loop).hasSize(1);
        loop.remove().run();
        assertThat(done).containsExactly("a");
        assertThat(loop).hasSize(1);
        loop.remove().run();
        assertThat(done).containsExactly("a", "b");
        assertThat(loop).isEmpty();
    }

    @Test
    void whoeverAsksAgainComesAfterThoseWhoWait() {
        turns.execute(() -> {
            done.add("a");
            turns.execute(() -> done.add("a again"));
        });
        turns.execute(() -> done.add("b"));
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
        assertThat(done).containsExactly("a", "b", "a again");
    }
}
