/**
 * The demonstration: a daemon, a Remote Tea service, and everything in between, once from start to end.
 *
 * <p>May use: the library's {@code client}, Remote Tea, and the stubs that jrpcgen makes of {@code Demo.x}.
 */
@NullMarked
package org.portmapper.demo;

import org.jspecify.annotations.NullMarked;
