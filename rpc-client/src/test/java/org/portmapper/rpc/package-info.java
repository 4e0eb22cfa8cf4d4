/**
 * What the tests of this library and of its users share: hexadecimal fixtures, seeded random values, wire assertions; and
 * the rules that its packages keep.
 */
@NullMarked
package org.portmapper.rpc;

import org.jspecify.annotations.NullMarked;
