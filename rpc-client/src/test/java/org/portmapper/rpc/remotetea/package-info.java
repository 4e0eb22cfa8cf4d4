/** Tests of Remote Tea's clients and servers over this library, with types and stubs in the shape that jrpcgen gives them. */
@NullMarked
package org.portmapper.rpc.remotetea;

import org.jspecify.annotations.NullMarked;
