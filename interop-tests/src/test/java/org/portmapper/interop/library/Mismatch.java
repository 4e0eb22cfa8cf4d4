package org.portmapper.interop.library;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.portmapper.rpc.client.RpcException;

/** Something was not as expected. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SECONDS = 10;

    private final String text;

    private Mismatch(String what, Object expected, Object actual) {
        this.text = what + ": " + actual + " (expected: " + expected + ")";
    }

    static void unlessEqual(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new Mismatch(what, expected, actual);
        }
    }

    static void unless(boolean holds, String what, Object expected, Object actual) {
        if (!holds) {
            throw new Mismatch(what, expected, actual);
        }
    }

    /** Runs what has to end with a certain exception, and returns it. */
    static <E extends RpcException> E unlessThrown(Class<E> expected, Runnable action) {
        try {
            action.run();
        } catch (RpcException e) {
            return checked(expected, e);
        }
        throw new Mismatch("the end", expected.getSimpleName(), "a result");
    }

    /** Waits for a future that has to end with a certain exception, and returns it. */
    static <E extends RpcException> E unlessFailed(Class<E> expected, Future<?> future) throws InterruptedException {
        try {
            throw new Mismatch("the end", expected.getSimpleName(), future.get(SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return checked(expected, Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            throw new Mismatch("the end", expected.getSimpleName(), "none");
        }
    }

    private static <E extends RpcException> E checked(Class<E> expected, Throwable actual) {
        if (!expected.isInstance(actual)) {
            throw new Mismatch("the exception", expected.getSimpleName(), actual);
        }
        return expected.cast(actual);
    }

    @Override
    public String getMessage() {
        return text;
    }
}
