package org.portmapper.interop.differential;

/**
 * An entry of {@code docs/differences-from-rpcbind.md} by its id, such as D01, and what ours answers because of it.
 *
 * @param extent whether rpcbind is known to answer otherwise
 */
record Difference(String id, Outcome ours, Extent extent) {
    /** Whether rpcbind is known to answer otherwise. */
    enum Extent {
        /** It does. */
        HERE,
        /** It does in other rows of the same table; in this one both may come to the same. */
        SOMEWHERE
    }
}
