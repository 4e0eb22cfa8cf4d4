/**
 * Who is calling: from the transport fact ({@link org.portmapper.identity.Peer}) to what is proven about the caller
 * ({@link org.portmapper.identity.Caller}). What a caller says about itself is never a proof.
 *
 * <p>May use: {@code kernel}, {@code rpc.message}, {@code rpc.auth}, {@code rpc.rpcbind}.
 */
@NullMarked
package org.portmapper.identity;

import org.jspecify.annotations.NullMarked;
