package org.portmapper.policy;

/** Whether a program's registrations need a socket, and what says so. */
public record ListenerRule(Listener listener, Rule rule) {}
