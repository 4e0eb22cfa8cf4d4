package org.portmapper.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The way back to a peer, for an answer that leaves after its {@link DatagramBatch} is gone.
 *
 * @param peer where the answer goes
 * @param source this host's address that was asked, from which the answer leaves; unspecified: the kernel chooses
 * @param interfaceIndex the interface it must leave through; 0: routing decides
 */
public record ReplyPath(InetSocketAddress peer, InetAddress source, int interfaceIndex) {}
