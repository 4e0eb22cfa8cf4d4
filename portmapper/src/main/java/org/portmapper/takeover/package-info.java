/**
 * What another portmapper leaves us: {@link org.portmapper.takeover.LivePredecessor}, one that runs and is ended; {@link
 * org.portmapper.takeover.LeftFiles}, the files of one that has ended; {@link org.portmapper.takeover.Inheritance}, all of it
 * together, when the daemon starts.
 *
 * <p>It asks and ends other portmappers, and proves nothing: that is for {@code program} to do. May use: {@code server}, {@code
 * state}, {@code config}, {@code kernel}, {@code rpc.client} and the values of {@code rpc}.
 */
@NullMarked
package org.portmapper.takeover;

import org.jspecify.annotations.NullMarked;
