/**
 * For programs that use Remote Tea (package {@code org.acplt.oncrpc}): its generated stubs, as they are, over this library.
 *
 * <ul>
 *   <li>{@link org.portmapper.rpc.remotetea.RemoteTeaClient} is what a generated client's constructor takes in place of a
 *       host: it finds the server through a portmapper, sends UDP calls again, and hands out no reply that it has not bounded.
 *   <li>{@link org.portmapper.rpc.remotetea.RemoteTeaServer} registers a generated server and keeps it registered.
 * </ul>
 *
 * <p>Remote Tea is an optional dependency, {@code org.acplt.remotetea:remotetea-oncrpc} 1.1.6, under the LGPL: a program
 * that uses this package names it itself, as it has done for its stubs; all other programs need nothing of it. May use:
 * {@code client} and all below it, and Remote Tea, which nothing else here may.
 */
@NullMarked
package org.portmapper.rpc.remotetea;

import org.jspecify.annotations.NullMarked;
