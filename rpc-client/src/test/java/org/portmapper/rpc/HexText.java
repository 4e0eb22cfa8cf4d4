package org.portmapper.rpc;

import java.util.stream.Collectors;
import org.portmapper.rpc.xdr.Opaque;

/** Bytes as a reader of the RFC would write them down: hexadecimal digits, with a comment for each field. */
public final class HexText {
    private HexText() {}

    /** The bytes of all lines; white space, and what stands behind a "#", says nothing. */
    public static Opaque bytes(String lines) {
        return Opaque.ofHex(
                lines.lines().map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining()));
    }
}
