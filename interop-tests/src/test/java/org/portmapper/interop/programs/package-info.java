/** Programs that scripts start inside the sandbox, each with a {@code main} of its own; may use the JDK, Remote Tea and rpc-client only. */
@NullMarked
package org.portmapper.interop.programs;

import org.jspecify.annotations.NullMarked;
