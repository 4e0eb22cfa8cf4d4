package org.portmapper.interop.library;

import java.io.IOException;

/** Something that the library has to do, told as a sentence, and the check of it. */
record Case(String name, Check check) {
    /** What fails, by a {@link Mismatch} or any other exception, unless the library does what it has to. */
    interface Check {
        void run() throws IOException, InterruptedException;
    }
}
