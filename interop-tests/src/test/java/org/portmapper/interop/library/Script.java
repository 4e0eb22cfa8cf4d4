package org.portmapper.interop.library;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The script that started this process: it reads what is printed, and does to the portmapper what an ordinary user cannot. It answers
 * each wish by a line.
 */
final class Script {
    private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** The portmapper gets no processor until it is continued. */
    void stopPortmapper() throws IOException {
        ask("please stop the portmapper");
    }

    /** Does nothing where it was not stopped. */
    void continuePortmapper() throws IOException {
        ask("please continue the portmapper");
    }

    /** The portmapper is killed; when this returns it is dead, and a new one is being started. */
    void restartPortmapper() throws IOException {
        ask("please restart the portmapper");
    }

    private void ask(String wish) throws IOException {
        System.out.println(wish);
        String answer = input.readLine();
        if (answer == null) {
            throw new EOFException("the script has ended");
        }
        Mismatch.unlessEqual("what the script says", "done", answer);
    }
}
