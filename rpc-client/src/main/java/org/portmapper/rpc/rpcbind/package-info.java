/**
 * The values of RFC 1833, the port mapper (version 2) and rpcbind (versions 3 and 4): mappings, bindings, netids,
 * universal addresses, statistics, and how each stands on the wire.
 *
 * <p>What comes from the wire unchecked keeps the RFC's short names ({@link org.portmapper.rpc.rpcbind.Rpcb});
 * {@link org.portmapper.rpc.rpcbind.Binding} is the checked value. May use: {@code xdr}, {@code message}.
 */
@NullMarked
package org.portmapper.rpc.rpcbind;

import org.jspecify.annotations.NullMarked;
