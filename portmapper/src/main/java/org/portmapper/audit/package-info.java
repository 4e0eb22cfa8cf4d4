/**
 * The audit trail: one line for each decision about a registration, and for each that ended.
 *
 * <p>May use: {@code policy}, {@code registry}, {@code identity}, {@code names}, {@code rpc} values, and the log.
 */
@NullMarked
package org.portmapper.audit;

import org.jspecify.annotations.NullMarked;
