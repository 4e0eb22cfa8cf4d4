/**
 * XDR (RFC 4506), bounded: reading and writing the primitive items that RFC 5531 and RFC 1833 use.
 *
 * <p>Every variable-length item is read with a limit that the caller names, and nothing is allocated before the declared
 * length has been compared with that limit and with the bytes that are really there. May use: the JDK only.
 */
@NullMarked
package org.portmapper.rpc.xdr;

import org.jspecify.annotations.NullMarked;
