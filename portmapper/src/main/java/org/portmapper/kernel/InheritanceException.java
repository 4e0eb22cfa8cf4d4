package org.portmapper.kernel;

/** What the service manager passed cannot be used; the message names the environment variable. */
public final class InheritanceException extends Exception {

    InheritanceException(String message) {
        super(message);
    }
}
