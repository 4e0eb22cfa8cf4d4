package org.portmapper.policy;

import org.portmapper.rpc.xdr.PrintableText;

/**
 * What stands in one file of a policy.
 *
 * @param name what places in it are called by, printable
 * @param text TOML
 */
public record PolicyText(String name, String text) {
    /** Makes the name printable. */
    public PolicyText {
        name = PrintableText.of(name);
    }
}
