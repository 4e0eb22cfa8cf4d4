/**
 * The command line: {@code portmapper serve} starts the daemon, the other commands ask one.
 *
 * <p>Each command is a class of its own, handed everything that it touches by {@link org.portmapper.cli.Environment}; only
 * {@link org.portmapper.cli.Main} knows the process. Exit codes: 0 done, 1 the answer is no or there is none, 2 wrong usage.
 *
 * <p>May use: picocli, {@code config}, {@code names}, {@code policy}, {@code demo}, the library's {@code client}, and of the
 * rest of the daemon only its start.
 */
@NullMarked
package org.portmapper.cli;

import org.jspecify.annotations.NullMarked;
