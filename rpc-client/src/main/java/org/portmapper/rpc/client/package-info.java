/**
 * What programs use: look services up at a portmapper, register them there and call them; RFC 1833 in versions 2, 3 and 4,
 * RFC 5531 for the calls.
 *
 * <p>Look up, at the portmapper of a host:
 *
 * {@snippet :
 * try (RpcbindClient portmapper = RpcbindClient.ofHost("nfs.example.org")) {
 *     portmapper.lookup(100003, 3, Netid.TCP).ifPresent(nfs -> System.out.println(nfs.address()));
 * }
 * }
 *
 * <p>Register, at the portmapper of this host, until the end of the block; restarts of the portmapper do not matter:
 *
 * {@snippet :
 * try (RpcbindClient portmapper = RpcbindClient.ofThisHost();
 *         Registration registration = portmapper.register(ServiceAddress.of(0x20000042, 1, Netid.TCP, port))) {
 *     serve();
 * }
 * }
 *
 * <p>Call version 1, procedure 7 of a program, wherever it is:
 *
 * {@snippet :
 * try (RpcbindClient portmapper = RpcbindClient.ofHost("echo.example.org");
 *         RpcProgram echo = portmapper.program(0x20000042, Netid.UDP)) {
 *     String answer = echo.call(1, 7, writer -> writer.writeString("hello"), reader -> reader.readString("answer", 255));
 * }
 * }
 *
 * <p>Questions and calls wait, and each has a second form, with {@code Async} in its name, that gives a future at once;
 * cancelling the future gives it up. Whatever goes wrong is one of the {@link org.portmapper.rpc.client.RpcException}s, and its text
 * says what to do.
 *
 * <p>All classes are thread-safe. Stages of the futures never run on the thread that moves the bytes, so they may block. May
 * use: {@code transport} and all below it, slf4j; nothing of netty is visible here.
 */
@NullMarked
package org.portmapper.rpc.client;

import org.jspecify.annotations.NullMarked;
