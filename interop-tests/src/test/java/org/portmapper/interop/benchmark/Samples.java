package org.portmapper.interop.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What each round measured of one contestant: nanoseconds and allocated bytes for a look-up. */
final class Samples {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Double> nanoseconds = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    /** Something that is done over and over. */
    interface Work {
        void run() throws Exception;
    }

    /** Measures the work, done so many times; the threads of the whole process count. */
    void measure(int times, Work work) throws Exception {
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        nanoseconds.add((System.nanoTime() - start) / (double) times);
        bytes.add((THREADS.getTotalThreadAllocatedBytes() - allocated) / (double) times);
    }

    /** Median, least and most microseconds; median bytes. */
    @Override
    public String toString() {
        List<Double> sorted = nanoseconds.stream().sorted().toList();
        return "%10.2f %10.2f %10.2f %12.0f"
                .formatted(
                        median(sorted) / 1000,
                        sorted.getFirst() / 1000,
                        sorted.getLast() / 1000,
                        median(bytes.stream().sorted().toList()));
    }

    private static double median(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
