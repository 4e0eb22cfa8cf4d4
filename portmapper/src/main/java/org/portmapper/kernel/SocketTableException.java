package org.portmapper.kernel;

import java.io.IOException;

/** The kernel's tables of sockets gave no answer that can be used; the message says why. */
public final class SocketTableException extends IOException {

    SocketTableException(String message) {
        super(message);
    }
}
