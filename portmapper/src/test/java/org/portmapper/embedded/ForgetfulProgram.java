package org.portmapper.embedded;

import org.portmapper.server.StartException;

/** A program that starts a portmapper and never closes it. */
final class ForgetfulProgram {
    private ForgetfulProgram() {}

    public static void main(String[] arguments) throws StartException {
        EmbeddedPortmapper.start().port();
    }
}
