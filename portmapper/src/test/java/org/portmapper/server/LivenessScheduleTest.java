package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.SocketTable;
import org.portmapper.liveness.KernelAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** A registration ends with its socket, whether the kernel gives notice or not. */
final class LivenessScheduleTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final BindingRegistry registry = new BindingRegistry();
    private final LinkedBlockingQueue<Registration> withdrawn = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final LivenessSchedule schedule = new LivenessSchedule(loop, () -> {}, () -> changes.add("changed"));
    private KernelAddresses addresses;
    private Liveness liveness;

    @BeforeEach
    void start() throws IOException {
        addresses = new KernelAddresses(SocketTable.open(), LocalSocketTable.open());
        liveness = new Liveness(registry, addresses, schedule::watch, (each, reason) -> withdrawn.add(each));
        onLoop(() -> schedule.start(liveness));
    }

    @AfterEach
    void stop() {
        onLoop(schedule::stop);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void theKernelsNoticeWithdrawsLongBeforeTheNextAudit() throws Exception {
        assertThat(schedule.description()).contains("by the kernel's notices");
        Registration registration = registerAndClose();
        assertThat(withdrawn.poll(LivenessSchedule.AUDIT.toSeconds() / 2, TimeUnit.SECONDS))
                .isEqualTo(registration);
    }

    @Test
    void aStormTurnsNoticesOffAndAuditsWithdraw() throws Exception {
        onLoop(() -> schedule.came(LivenessSchedule.STORM));
        assertThat(schedule.description()).contains("by the kernel's notices");
        onLoop(() -> schedule.came(1));

        assertThat(changes.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(schedule.description()).contains("by an audit every 1 s");
        Registration registration = registerAndClose();
        assertThat(withdrawn.poll(20, TimeUnit.SECONDS)).isEqualTo(registration);
    }

    @Test
    void lostNoticesAreMadeUpForByAnAudit() throws Exception {
        Registration registration;
        try (ServerSocket socket = new ServerSocket(0, 5, RawCalls.ip("127.0.0.1"))) {
            // Not watched: the notice of its end will not come.
            registration = register(socket);
        }
        onLoop(schedule::lost);
        assertThat(withdrawn.poll(LivenessSchedule.AUDIT.toSeconds() / 2, TimeUnit.SECONDS))
                .isEqualTo(registration);
    }

    private Registration registerAndClose() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, RawCalls.ip("127.0.0.1"))) {
            Registration registration = register(socket);
            onLoop(() -> assertThat(liveness.watch(registration)).isTrue());
            return registration;
        }
    }

    private Registration register(ServerSocket socket) {
        UniversalAddress bound = new UniversalAddress.Inet(socket.getInetAddress(), socket.getLocalPort());
        Binding binding = new Binding(7, 1, Netid.TCP, bound, Owner.UNKNOWN);
        LinkedBlockingQueue<Registration> registered = new LinkedBlockingQueue<>();
        onLoop(() -> {
            Registration registration =
                    new Registration(binding, addresses.holdersOf(binding).evidence());
            registry.set(registration);
            registered.add(registration);
        });
        return registered.remove();
    }

    private void onLoop(Runnable action) {
        loop.submit(action).syncUninterruptibly();
    }
}
