package org.portmapper.audit;

/**
 * Why a request is not granted.
 *
 * @param rule the place and the text of the line that decided, or what else did
 * @param remedy what an administrator can do so that it would be granted; empty where that is nothing
 */
public record Refusal(String reason, String rule, String remedy) {}
