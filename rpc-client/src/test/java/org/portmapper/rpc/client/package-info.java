/** Tests of the clients against scripted portmappers and programs on loopback. */
@NullMarked
package org.portmapper.rpc.client;

import org.jspecify.annotations.NullMarked;
