/**
 * Fuzzing: what no client sends, to the codec, to the dispatch path and to a whole daemon, with what must hold all the same.
 *
 * <p>{@link org.portmapper.fuzz.CodecTarget} and {@link org.portmapper.fuzz.DispatchTarget} have the entry point that Jazzer
 * calls, and can so be fuzzed by coverage; the tests feed them, and the daemon, by a mutation that knows the messages' structure.
 */
@NullMarked
package org.portmapper.fuzz;

import org.jspecify.annotations.NullMarked;
