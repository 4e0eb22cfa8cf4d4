/**
 * What is registered, on disk: written before it is acknowledged, read when the daemon starts.
 *
 * <p>It decides nothing: whether what it has read is still true is for {@code liveness} and {@code program} to find out. May
 * use: {@code registry}, {@code rpc.rpcbind} values, {@code rpc.xdr}.
 */
@NullMarked
package org.portmapper.state;

import org.jspecify.annotations.NullMarked;
