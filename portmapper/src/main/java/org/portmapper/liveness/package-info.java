/**
 * Whether a registered address is served, by whose socket, and for how long: {@link org.portmapper.liveness.SocketOwnership}
 * before something is registered, {@link org.portmapper.liveness.Liveness} from then on.
 *
 * <p>May use: {@code registry}, {@code identity}, {@code kernel}, {@code rpc.rpcbind}. It knows no policy and no messages.
 */
@NullMarked
package org.portmapper.liveness;

import org.jspecify.annotations.NullMarked;
