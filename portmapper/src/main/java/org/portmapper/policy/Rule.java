package org.portmapper.policy;

/**
 * What of a policy decided.
 *
 * @param place {@code FILE:LINE:COLUMN}, the file being "built-in" for what is no file's
 * @param text what stands there, printable
 */
public record Rule(String place, String text) {}
