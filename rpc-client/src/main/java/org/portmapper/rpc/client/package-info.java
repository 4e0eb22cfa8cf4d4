/**
 * What programs use: ask a portmapper (RFC 1833, versions 2, 3 and 4), and call the programs that it names.
 *
 * <ol>
 *   <li>Say where: {@code RpcAddress.ofPortmapper("nfs.example.org", Netid.TCP)}.
 *   <li>Open: {@code try (RpcbindClient portmapper = RpcbindClient.open(address)) { ... }}. It does not wait.
 *   <li>Ask: {@code portmapper.list()}, {@code portmapper.address(100003, 3)}. Each question has a second form that gives a
 *       future at once, {@code listAsync()}; cancelling the future gives the question up.
 *   <li>Whatever goes wrong is one of the {@link org.portmapper.rpc.client.RpcException}s, and its text says what to do.
 * </ol>
 *
 * <p>The clients are thread-safe. Stages of their futures never run on the thread that moves the bytes, so they may block. May use: {@code transport} and all below it; nothing of netty is visible here.
 */
@NullMarked
package org.portmapper.rpc.client;

import org.jspecify.annotations.NullMarked;
