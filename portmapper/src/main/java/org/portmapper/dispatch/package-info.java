/**
 * From a message to its answer: reads the call, checks its credential, finds the program, and catches what goes wrong.
 *
 * <p>May use: {@code identity}, {@code rpc.message}, {@code rpc.rpcbind}, {@code rpc.xdr}. It owns the {@link org.portmapper.dispatch.Program}
 * interface, and knows none that implements it.
 */
@NullMarked
package org.portmapper.dispatch;

import org.jspecify.annotations.NullMarked;
