/**
 * Who may register what, and how much: decided by what is proven of the caller, by rules that an administrator writes.
 *
 * <p>May use: {@code names}, {@code registry} types, {@code identity.Caller}, {@code rpc.rpcbind}, {@code rpc.xdr}. It
 * decides; it changes nothing.
 */
@NullMarked
package org.portmapper.policy;

import org.jspecify.annotations.NullMarked;
