/**
 * Who may register and remove what.
 *
 * <p>May use: {@code registry} types, {@code identity.Caller}, {@code rpc.rpcbind} values. It decides; it changes nothing.
 */
@NullMarked
package org.portmapper.policy;

import org.jspecify.annotations.NullMarked;
