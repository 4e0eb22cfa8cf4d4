/**
 * Carries calls to a server and replies back: UDP with retransmission, TCP and local sockets with record marking
 * (RFC 5531 sections 10 and 11). The only package of the library that touches netty.
 *
 * <ol>
 *   <li>Open a {@link org.portmapper.rpc.transport.UdpTransport} or {@link org.portmapper.rpc.transport.StreamTransport};
 *       a program without event loops of its own gets the library's one thread, a server passes its own loop.
 *   <li>Make a call with an xid from {@link org.portmapper.rpc.transport.RpcTransport#nextXid} and send it with a deadline.
 *   <li>The future ends in every case: with the reply, at the deadline, with the connection, or by its cancellation.
 * </ol>
 *
 * <p>No buffer of netty's leaves this package with a message in it: messages are heap values. Servers use
 * {@link org.portmapper.rpc.transport.RecordReader} and {@link org.portmapper.rpc.transport.RecordWriter} too. May use:
 * {@code message}, {@code xdr}, netty.
 */
@NullMarked
package org.portmapper.rpc.transport;

import org.jspecify.annotations.NullMarked;
