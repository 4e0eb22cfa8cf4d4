package org.portmapper.rpc.client;

import org.portmapper.rpc.message.Denial;

/**
 * A call that brought no result; its text says which call, to where, why, and what to do about it where that is known.
 *
 * <p>Unchecked, because a program rarely has an answer to it next to the call: it is caught in one place further out, where
 * the request that needed the call is given up, and it passes through lambdas and futures as it is.
 */
public abstract sealed class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    private final String message;

    private RpcException(String message) {
        super(message);
        this.message = message;
    }

    /** What happened; never absent. */
    @Override
    public String getMessage() {
        return message;
    }

    /** No reply came before the deadline. */
    public static final class TimedOut extends RpcException {
        private static final long serialVersionUID = 1L;

        TimedOut(String message) {
            super(message);
        }
    }

    /** Nobody listens there, or there is no way to it. */
    public static final class Unreachable extends RpcException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    /** The connection ended before the reply came: the call may have been executed, or not. */
    public static final class Closed extends RpcException {
        private static final long serialVersionUID = 1L;

        Closed(String message) {
            super(message);
        }
    }

    /** The call was not sent, because too many others wait or because it is too long. */
    public static final class NotSent extends RpcException {
        private static final long serialVersionUID = 1L;

        NotSent(String message) {
            super(message);
        }
    }

    /** The thread was interrupted while it waited; it is marked as interrupted again. */
    public static final class Interrupted extends RpcException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted while waiting for a reply");
        }
    }

    /** MSG_DENIED: the server turned the caller away, RFC 5531 section 9. */
    public static final class Denied extends RpcException {
        private static final long serialVersionUID = 1L;

        /** Why. */
        private final Denial denial;

        Denied(String message, Denial denial) {
            super(message);
            this.denial = denial;
        }

        /** Why. */
        public Denial denial() {
            return denial;
        }
    }

    /** PROG_UNAVAIL: the program is not served there. */
    public static final class ProgramUnavailable extends RpcException {
        private static final long serialVersionUID = 1L;

        ProgramUnavailable(String message) {
            super(message);
        }
    }

    /** PROG_MISMATCH: other versions of the program are served there. */
    public static final class ProgramMismatch extends RpcException {
        private static final long serialVersionUID = 1L;

        /** What is served. */
        private final VersionRange versions;

        ProgramMismatch(String message, VersionRange versions) {
            super(message);
            this.versions = versions;
        }

        /** The versions that the server says it serves. */
        public VersionRange versions() {
            return versions;
        }
    }

    /** PROC_UNAVAIL: the version of the program has no such procedure. */
    public static final class ProcedureUnavailable extends RpcException {
        private static final long serialVersionUID = 1L;

        ProcedureUnavailable(String message) {
            super(message);
        }
    }

    /** GARBAGE_ARGS: the server could not decode the arguments. */
    public static final class GarbageArguments extends RpcException {
        private static final long serialVersionUID = 1L;

        GarbageArguments(String message) {
            super(message);
        }
    }

    /** SYSTEM_ERR: the server failed, by no fault of the call. */
    public static final class SystemError extends RpcException {
        private static final long serialVersionUID = 1L;

        SystemError(String message) {
            super(message);
        }
    }

    /** The call succeeded, and its results are not what the procedure returns. */
    public static final class MalformedReply extends RpcException {
        private static final long serialVersionUID = 1L;

        MalformedReply(String message) {
            super(message);
        }
    }

    /** The portmapper knows no such program on the transport that was asked for. */
    public static final class NotRegistered extends RpcException {
        private static final long serialVersionUID = 1L;

        NotRegistered(String message) {
            super(message);
        }
    }

    /** The portmapper did not register a service, and what it had registered of the same registration has been withdrawn. */
    public static final class RegistrationRefused extends RpcException {
        private static final long serialVersionUID = 1L;

        /** What was refused. */
        private final ServiceAddress service;

        RegistrationRefused(String message, ServiceAddress service) {
            super(message);
            this.service = service;
        }

        /** The first service that was refused. */
        public ServiceAddress service() {
            return service;
        }
    }
}
