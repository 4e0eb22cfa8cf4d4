/**
 * A portmapper for each test: an extension of JUnit Jupiter, for whoever has JUnit on the class path.
 *
 * <p>May use: {@code embedded}, {@code server.StartException}, and of JUnit what versions 5 and 6 have in common.
 */
@NullMarked
package org.portmapper.junit;

import org.jspecify.annotations.NullMarked;
