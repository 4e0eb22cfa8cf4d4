/**
 * How long a look-up takes with this library and with other clients of portmappers, and how much it allocates; benchmark-clients
 * runs it. May use the JDK, rpc-client, Remote Tea and oncrpc4j.
 */
@NullMarked
package org.portmapper.interop.benchmark;

import org.jspecify.annotations.NullMarked;
