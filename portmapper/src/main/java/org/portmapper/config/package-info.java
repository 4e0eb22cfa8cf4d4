/**
 * What the daemon is told to do: the options of {@code serve} and the keys of {@code portmapper.toml}, as checked values.
 *
 * <p>May use: the JDK, the TOML parser, {@code names} and the values of {@code org.portmapper.rpc}; nothing else of the
 * daemon.
 */
@NullMarked
package org.portmapper.config;

import org.jspecify.annotations.NullMarked;
