/**
 * Program 100000: the procedures of versions 2, 3 and 4 (RFC 1833), from decoded arguments to results.
 *
 * <p>May use: {@code dispatch.Program} and what it returns, {@code registry}, {@code policy}, {@code identity}, the
 * library's {@code xdr}, {@code message}, {@code auth} and {@code rpcbind}. It touches no socket.
 */
@NullMarked
package org.portmapper.program;

import org.jspecify.annotations.NullMarked;
