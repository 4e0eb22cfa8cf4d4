/**
 * What numbers are called on this host, programs and accounts, and what somebody meant who wrote a name slightly wrong.
 *
 * <p>Files are read, and no name service is asked: with NIS it would ask us. May use: {@code rpc.xdr}, {@code rpc.rpcbind}.
 */
@NullMarked
package org.portmapper.names;

import org.jspecify.annotations.NullMarked;
