/**
 * The log of the daemon's process: slf4j's lines on standard error. Small, because the daemon waits for its first line before it
 * serves; a program that embeds the portmapper has a log of its own, and never sees this.
 *
 * <p>May use: slf4j.
 */
@NullMarked
package org.portmapper.log;

import org.jspecify.annotations.NullMarked;
