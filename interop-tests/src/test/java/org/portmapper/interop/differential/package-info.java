/**
 * The same calls to a stock rpcbind and to our daemon, and what each of them answered, compared byte by byte.
 *
 * <p>A {@link org.portmapper.interop.differential.Scenario} is a list of steps; a step is what one caller sends. The
 * {@link org.portmapper.interop.differential.Probe} plays all scenarios inside the namespace of one subject and writes down every
 * outcome. A step whose outcomes are meant to differ names its entry in {@code docs/differences-from-rpcbind.md} and says what
 * ours answers. May use: the values of {@code org.portmapper.rpc}, never its transports, which are not what is tested here.
 */
@NullMarked
package org.portmapper.interop.differential;

import org.jspecify.annotations.NullMarked;
