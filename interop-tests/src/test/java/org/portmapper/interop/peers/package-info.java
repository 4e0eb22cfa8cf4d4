/** Portmappers of others, started by scripts with what lies in target/peers on the class path; may use the JDK and oncrpc4j only. */
@NullMarked
package org.portmapper.interop.peers;

import org.jspecify.annotations.NullMarked;
