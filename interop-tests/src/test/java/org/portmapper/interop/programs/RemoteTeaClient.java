package org.portmapper.interop.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcPortmapClient;
import org.acplt.oncrpc.OncRpcProtocols;
import org.portmapper.interop.words.WordList;
import org.portmapper.interop.words.Words;
import org.portmapper.interop.words.WordsClient;

/** Looks Words.x up with Remote Tea, calls all its procedures, and prints the results and how often the portmapper lists it. */
public final class RemoteTeaClient {
    private RemoteTeaClient() {}

    /** Arguments: host, {@code udp} or {@code tcp}. */
    public static void main(String[] arguments) throws OncRpcException, IOException {
        InetAddress host = InetAddress.getByName(arguments[0]);
        int protocol = arguments[1].equals("udp") ? OncRpcProtocols.ONCRPC_UDP : OncRpcProtocols.ONCRPC_TCP;

        WordsClient first = new WordsClient(host, Words.WORDS, Words.WORDS_REVERSE, protocol);
        String reversed = first.REVERSE_1("portmapper");
        first.close();

        WordsClient second = new WordsClient(host, Words.WORDS, Words.WORDS_COUNT, protocol);
        String reversedToo = second.REVERSE_TOO_2("rpcbind");
        int count = second.COUNT_2(list("one", "two", "three"));
        second.close();

        OncRpcPortmapClient portmapper = new OncRpcPortmapClient(host, protocol);
        portmapper.ping();
        String listed = listed(portmapper);
        portmapper.close();
        System.out.println(reversed + " " + reversedToo + " " + count + " " + listed);
    }

    private static String listed(OncRpcPortmapClient portmapper) {
        try {
            return "listed "
                    + Arrays.stream(portmapper.listServers())
                            .filter(entry -> entry.program == Words.WORDS)
                            .count();
        } catch (OncRpcException e) {
            return "not listed: " + e.getMessage();
        }
    }

    private static WordList list(String first, String... others) {
        WordList list = new WordList();
        list.word = first;
        if (others.length > 0) {
            list.next = list(others[0], Arrays.copyOfRange(others, 1, others.length));
        }
        return list;
    }
}
