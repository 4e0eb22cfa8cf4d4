package org.portmapper.server;

import org.portmapper.dispatch.Dispatcher;

/** Where calls go, and who is asked from whom they come. */
record Calls(Dispatcher dispatcher, Peers peers) {}
