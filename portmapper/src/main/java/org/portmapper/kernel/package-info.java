/**
 * What the daemon needs from Linux and Java does not offer: UDP with the address that was asked and the user who sent,
 * inherited sockets, local peers with their processes and units, who holds a port, and the notices to the service manager.
 *
 * <p>{@link org.portmapper.kernel.SocketTable}, {@link org.portmapper.kernel.LocalSocketTable} and {@link
 * org.portmapper.kernel.DestroyNotices} tell which sockets there are, whose they are, and when they end: sock_diag(7).
 *
 * <p>Everything goes through one foreign function, the C library's {@code syscall}: a single handle starts three times
 * faster than one per function. {@link KernelSupport} says whether this host can do it at all. Names and numbers are the
 * kernel's; a failed call is an {@link Errno}.
 *
 * <p>May use: the JDK only. Nothing here knows RPC, netty or the registry.
 */
@NullMarked
package org.portmapper.kernel;

import org.jspecify.annotations.NullMarked;
