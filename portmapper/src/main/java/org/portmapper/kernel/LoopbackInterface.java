package org.portmapper.kernel;

/** The interface that never leaves the host: {@code lo} by default, and one in every network namespace. */
public final class LoopbackInterface {

    /** Its index, which the kernel asserts when it makes the namespace, whereas its name can be changed. */
    public static final int INDEX = 1;

    private LoopbackInterface() {}
}
