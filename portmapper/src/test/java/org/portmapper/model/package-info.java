/**
 * A registry as RFC 1833 describes it, a list and its sentences, against which the daemon's answers are compared in long
 * random sequences of calls, deaths of services and restarts. It shares nothing with the daemon but what a call carries.
 */
@NullMarked
package org.portmapper.model;

import org.jspecify.annotations.NullMarked;
