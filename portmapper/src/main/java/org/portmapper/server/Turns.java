package org.portmapper.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Has work that many connections want done at once done one after the other, each in a turn of the event loop of its own: so what
 * all other sockets wait for is never more than one of them. It belongs to the event loop.
 */
final class Turns implements Executor {
    private final Executor nextTurn;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean planned;

    /**
     * Nobody waits for a turn yet.
     *
     * @param nextTurn executes a task when all sockets that are ready now have been looked at
     */
    Turns(Executor nextTurn) {
        this.nextTurn = nextTurn;
    }

    /** Has this done in a later turn; a connection has to wait until it has been, before it asks for another. */
    @Override
    public void execute(Runnable work) {
        waiting.add(work);
        plan();
    }

    private void plan() {
        if (!planned && !waiting.isEmpty()) {
            planned = true;
            nextTurn.execute(this::take);
        }
    }

    private void take() {
        planned = false;
        Runnable work = waiting.remove();
        plan();
        work.run();
    }
}
