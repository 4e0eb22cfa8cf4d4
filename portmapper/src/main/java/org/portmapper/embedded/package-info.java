/**
 * The portmapper inside of a program: started by a method, with a policy as text, closed like any resource.
 *
 * <p>May use: {@code server}, {@code config}, {@code policy}, the library's {@code client} and values.
 */
@NullMarked
package org.portmapper.embedded;

import org.jspecify.annotations.NullMarked;
