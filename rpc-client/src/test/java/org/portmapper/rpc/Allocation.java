package org.portmapper.rpc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.function.Executable;

/** How much memory something takes, by the JVM's own count for the thread that asks. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes that were allocated while the action ran. */
    public static long bytesOf(Executable action) throws Throwable {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        action.execute();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }
}
