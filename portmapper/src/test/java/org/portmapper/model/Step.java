package org.portmapper.model;

import java.util.List;

/** One thing that happens in a sequence. It names all that it needs, so that the rest makes sense where one is left out. */
sealed interface Step {
    /** A call that may change what is registered of a program. */
    sealed interface Change extends Step {
        /** The program. */
        long program();
    }

    /** SET of version 3 or 4. */
    record Set(Who who, long rpcbVersion, long program, long version, Place place) implements Change {}

    /** SET of version 2. */
    record SetMapping(Who who, long program, long version, long protocol, long port) implements Change {}

    /** UNSET of version 3 or 4; of all netids where it is empty. */
    record Unset(Who who, long rpcbVersion, long program, long version, String netid) implements Change {}

    /** UNSET of version 2. */
    record UnsetMappings(Who who, long program, long version) implements Change {}

    /** Calls that come together, and what becomes of the one write to the disk that they share. */
    record Together(List<Change> changes, Disk disk) implements Step {}

    /** What the disk does. */
    enum Disk {
        /** It takes what is written. */
        WRITES,
        /** It does not. */
        FAILS,
        /** The daemon is killed before anything is written, and started again. */
        DIES
    }

    /** A user opens a socket. */
    record Open(Place place, long uid) implements Step {}

    /** Whoever has a socket there closes it, and the kernel gives notice of it, or does not. */
    record Close(Place place, boolean noticed) implements Step {}

    /** Somebody looks up one service, in whichever way, and comes upon it if it ended. */
    record LookUp(Who who, Way way, long program, long version) implements Step {}

    /** The daemon looks at everything that is registered, and a second passes. */
    record Audit() implements Step {}

    /** The daemon is stopped or killed, and started again; it may be that the whole host was. */
    record Restart(boolean killed, boolean reboot) implements Step {}

    /** How a service is looked up. */
    enum Way {
        /** GETPORT of tcp. */
        TCP_PORT,
        /** GETPORT of udp. */
        UDP_PORT,
        /** GETADDR. */
        ADDRESS,
        /** GETVERSADDR. */
        ADDRESS_OF_VERSION,
        /** GETADDRLIST. */
        ADDRESSES
    }
}
