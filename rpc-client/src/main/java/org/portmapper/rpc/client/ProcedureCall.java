package org.portmapper.rpc.client;

import org.portmapper.rpc.rpcbind.XdrList.ItemReader;
import org.portmapper.rpc.xdr.Opaque;

/** A procedure by its number, its arguments, and how its results are read. */
record ProcedureCall<T>(long number, Opaque arguments, ItemReader<T> results) {}
