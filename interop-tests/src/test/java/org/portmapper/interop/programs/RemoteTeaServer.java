package org.portmapper.interop.programs;

import java.io.IOException;
import java.io.OutputStream;
import org.acplt.oncrpc.OncRpcException;
import org.jspecify.annotations.Nullable;
import org.portmapper.interop.words.WordList;
import org.portmapper.interop.words.WordsServerStub;

/**
 * Serves Words.x with Remote Tea on a UDP and a TCP port, until its input ends. Remote Tea registers both versions by version 2 SET over
 * UDP at 127.0.0.1, from an unprivileged port, and withdraws them at the end.
 */
public final class RemoteTeaServer extends WordsServerStub {
    private RemoteTeaServer() throws OncRpcException, IOException {}

    @Override
    public String REVERSE_1(String word) {
        return new StringBuilder(word).reverse().toString();
    }

    @Override
    public String REVERSE_TOO_2(String word) {
        return REVERSE_1(word);
    }

    @Override
    public int COUNT_2(WordList words) {
        int count = 0;
        for (@Nullable WordList next = words; next != null; next = next.next) {
            count++;
        }
        return count;
    }

    /** Takes no arguments; ends with an exception if it cannot register. */
    public static void main(String[] arguments) throws OncRpcException, IOException {
        RemoteTeaServer server = new RemoteTeaServer();
        Thread.ofVirtual().start(() -> server.stopWhenInputEnds());
        server.run();
    }

    private void stopWhenInputEnds() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("input: " + e.getMessage());
        }
        stopRpcProcessing();
    }
}
