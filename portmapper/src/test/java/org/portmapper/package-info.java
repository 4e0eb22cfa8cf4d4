/** Rules that span the daemon's packages. */
@NullMarked
package org.portmapper;

import org.jspecify.annotations.NullMarked;
