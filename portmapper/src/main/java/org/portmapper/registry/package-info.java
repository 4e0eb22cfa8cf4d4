/**
 * The one list of bindings. Everything that the daemon answers about services, version 2 included, is derived from it.
 *
 * <p>It knows the values of RFC 1833 and nothing of messages, callers or sockets. May use: {@code rpc.rpcbind} values.
 */
@NullMarked
package org.portmapper.registry;

import org.jspecify.annotations.NullMarked;
