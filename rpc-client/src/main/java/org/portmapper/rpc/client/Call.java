package org.portmapper.rpc.client;

import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.XdrList.ItemReader;
import org.portmapper.rpc.xdr.Opaque;

/** One call as it is sent to whatever address, and how its results are read. */
record Call<T>(Procedure procedure, OpaqueAuth credential, Opaque arguments, ItemReader<T> results) {}
