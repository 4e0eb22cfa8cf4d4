/**
 * The listeners: sockets opened or adopted, datagrams and records taken from them, responses sent back.
 *
 * <p>The only package of the daemon with netty. Nothing here looks into a message. May use: {@code dispatch}, {@code
 * identity}, {@code kernel}, {@code config}, netty, the library's {@code transport}; {@link
 * org.portmapper.server.Portmapper} wires {@code registry}, {@code policy} and {@code program} together.
 */
@NullMarked
package org.portmapper.server;

import org.jspecify.annotations.NullMarked;
