package org.portmapper.policy;

/** What a policy says about one registration or removal. */
public sealed interface Decision {
    /** It may be done. */
    record Allowed() implements Decision {}

    /** It may not be done by this caller: answered FALSE. */
    record Refused(String reason) implements Decision {}

    /** Nothing is proven about the caller: answered AUTH_TOOWEAK. */
    record TooWeak(String reason) implements Decision {}
}
