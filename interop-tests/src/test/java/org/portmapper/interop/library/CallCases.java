package org.portmapper.interop.library;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.client.Registration;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcProgram;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.client.VersionRange;
import org.portmapper.rpc.rpcbind.Netid;

/** A program made with libtirpc (caller.c), registered and then found and called over one transport. */
record CallCases(Scene scene, Portmapper portmapper, Netid netid) {
    static final long PROGRAM = 0x2000_0103;
    static final long VERSION = 1;
    private static final long CALLER = 1;

    /** Where caller.c serves: library.sh starts it so. */
    static final int PORT = 7000;

    private static final String PATH = "/mnt/tester/caller.sock";

    private static final int TEXT_LIMIT = 1000;

    static Stream<Case> of(Scene scene) {
        CallCases cases = new CallCases(scene, scene.portmapper(), scene.way().netid());
        if (!scene.portmapper().netids().contains(cases.netid)) {
            return Stream.of(scene.tested("tells that no program can be found there", cases::notFound));
        }
        return Stream.of(
                scene.tested("finds a program and calls it", cases::anonymous),
                scene.tested("calls a program with an AUTH_SYS credential", cases::authSys),
                scene.tested("tells what a program does not serve", cases::unavailable),
                scene.tested("tells that a program is not registered", cases::notRegistered));
    }

    private Registration register(RpcbindClient client) {
        return client.register(
                netid == Netid.LOCAL
                        ? new ServiceAddress(PROGRAM, VERSION, RpcAddress.ofLocal(PATH))
                        : ServiceAddress.of(PROGRAM, VERSION, netid, PORT));
    }

    private static String caller(RpcProgram program) {
        return program.call(VERSION, CALLER, arguments -> {}, results -> results.readString("caller", TEXT_LIMIT));
    }

    private void anonymous() {
        try (RpcbindClient client = scene.client();
                Registration registration = register(client);
                RpcProgram program = client.program(PROGRAM, netid)) {
            Mismatch.unlessEqual("the service", 1, registration.services().size());
            program.ping(VERSION);
            Mismatch.unlessEqual("who calls", "nobody", caller(program));
        }
    }

    private void authSys() {
        AuthSys me = new AuthSys(1, "hosta", LibrarySuite.UID, 1000, List.of(24L, 25L));
        try (RpcbindClient client = scene.client();
                Registration registration = register(client);
                RpcProgram program = client.program(PROGRAM, netid).with(me.toCredential())) {
            Mismatch.unlessEqual("the service", 1, registration.services().size());
            Mismatch.unlessEqual("who calls", "hosta 1000 1000 24 25", caller(program));
        }
    }

    private void unavailable() {
        try (RpcbindClient client = scene.client();
                Registration registration = register(client);
                RpcProgram program = client.program(PROGRAM, netid)) {
            Mismatch.unlessEqual("the service", 1, registration.services().size());
            Mismatch.unlessThrown(
                    RpcException.ProcedureUnavailable.class,
                    () -> program.call(VERSION, CALLER + 1, arguments -> {}, results -> true));
            if (!portmapper.findsOtherVersions()) {
                Mismatch.unlessThrown(RpcException.NotRegistered.class, () -> program.ping(VERSION + 1));
                return;
            }
            Mismatch.unlessEqual("the versions", new VersionRange(VERSION, VERSION), program.versions());
            Mismatch.unlessThrown(RpcException.ProgramMismatch.class, () -> program.ping(VERSION + 1));
        }
    }

    private void notRegistered() {
        try (RpcbindClient client = scene.client();
                RpcProgram program = client.program(Scene.freshProgram(), netid)) {
            Mismatch.unlessThrown(RpcException.NotRegistered.class, () -> program.ping(VERSION));
        }
    }

    private void notFound() throws IOException {
        try (RpcbindClient client = scene.client();
                RpcProgram program = client.program(PROGRAM, netid)) {
            Mismatch.unlessThrown(portmapper.refusalOfVersions(), () -> program.ping(VERSION));
        }
    }
}
