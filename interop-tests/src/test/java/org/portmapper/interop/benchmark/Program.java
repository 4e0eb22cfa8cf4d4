package org.portmapper.interop.benchmark;

/** What is looked up, and the port that has to be found. */
record Program(long number, long version, int port) {}
