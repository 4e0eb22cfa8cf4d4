/**
 * Real ONC RPC programs against a portmapper that is chosen at run time, each test in a sandbox of its own. Scripts do the work; the
 * classes here choose the subject, bound the time and show what a failing script said.
 */
@NullMarked
package org.portmapper.interop;

import org.jspecify.annotations.NullMarked;
