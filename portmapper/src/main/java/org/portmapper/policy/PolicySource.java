package org.portmapper.policy;

/** Where a policy stands. */
public sealed interface PolicySource permits PolicyPlaces, PolicyText {}
