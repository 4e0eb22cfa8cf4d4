/**
 * What the library has to do with every portmapper, as cases of one suite; library.sh starts it as an ordinary user beside each of
 * them. Compiled for Java 17, on which it runs too; may use the JDK and rpc-client only.
 */
@NullMarked
package org.portmapper.interop.library;

import org.jspecify.annotations.NullMarked;
