/** Tests of the transports: tables of record marks, and calls to scripted peers on loopback. */
@NullMarked
package org.portmapper.rpc.transport;

import org.jspecify.annotations.NullMarked;
