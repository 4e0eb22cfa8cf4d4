/**
 * The messages of ONC RPC version 2 (RFC 5531): calls, accepted and denied replies, and their authentication fields.
 *
 * <p>Both ends meet here: the client writes what the server reads. Messages are values on the heap, without any tie to a
 * socket. May use: {@code xdr}.
 */
@NullMarked
package org.portmapper.rpc.message;

import org.jspecify.annotations.NullMarked;
