/**
 * The authentication flavors of RFC 5531 that carry something: what stands inside an AUTH_SYS credential.
 *
 * <p>Nothing here is a proof: an AUTH_SYS credential says what its sender chose to say. May use: {@code xdr}, {@code message}.
 */
@NullMarked
package org.portmapper.rpc.auth;

import org.jspecify.annotations.NullMarked;
