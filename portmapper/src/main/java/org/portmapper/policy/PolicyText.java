package org.portmapper.policy;

import org.portmapper.rpc.xdr.PrintableText;

/**
 * What stands in one file of a policy, or in none: a program that embeds the portmapper writes its policy itself.
 *
 * @param name what places in it are called by, printable
 * @param text TOML
 */
public record PolicyText(String name, String text) implements PolicySource {
    /** Makes the name printable. */
    public PolicyText {
        name = PrintableText.of(name);
    }
}
