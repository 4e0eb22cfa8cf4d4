package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that the service manager makes, and paths that others make to look like them. */
class ControlGroupPathTest {

    @ParameterizedTest
    @CsvSource({
        // a unit in a slice, at any depth of slices
        "/system.slice/nfs-ganesha.service, nfs-ganesha.service",
        "/nfs-ganesha.service, nfs-ganesha.service",
        "/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service",
        "/a.slice/a-b.slice/a-b-c.slice/x.service, x.service",
        "/system.slice/rpcbind.socket, rpcbind.socket",
        "/system.slice/srv-nfs.mount, srv-nfs.mount",
        "/system.slice/dev-sda2.swap, dev-sda2.swap",
        "/system.slice/run-u12.scope, run-u12.scope",
        "/machine.slice/machine-web.scope, machine-web.scope",
        "'/system.slice/srv-a\\x20b.mount', 'srv-a\\x20b.mount'",
        // names that the manager writes with an underscore
        "/system.slice/_cpu.service, cpu.service",
        "/system.slice/__x.service, _x.service",
        "/_memory.slice/x.service, x.service",
        // what a unit made inside of its own group is still that unit
        "/system.slice/docker.service/sub, docker.service",
        "/system.slice/evil.service/nfs-ganesha.service, evil.service",
        "/system.slice/evil.service/system.slice/nfs-ganesha.service, evil.service",
        "/system.slice/evil.service/user.slice/x.service, evil.service",
        "/machine.slice/machine-web.scope/init.scope, machine-web.scope",
        "/machine.slice/machine-web.scope/system.slice/nfs-ganesha.service, machine-web.scope",
        "/capsule.slice/capsule@lab.service/app.slice/nfs-ganesha.service, capsule@lab.service",
    })
    void unitIsTheOneThatTheSystemsManagerMade(String path, String unit) {
        assertThat(new ControlGroupPath(path).unit()).contains(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/init.scope",
        "/system.slice",
        "/a.slice/a-b.slice",
        // whatever a user's manager, a session or a user makes
        "/user.slice",
        "/user.slice/user-1000.slice",
        "/user.slice/user-1000.slice/session-3.scope",
        "/user.slice/user-1000.slice/session-3.scope/nfs-ganesha.service",
        "/user.slice/user-1000.slice/user@1000.service",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/nfs-ganesha.service",
        "/user.slice/user-1000.slice/user@1000.service/session.slice/nfs-ganesha.service",
        "/user.slice/user-1000.slice/user@1000.service/init.scope",
        "/user.slice/user-1000.slice/user@1000.service/system.slice/nfs-ganesha.service",
        "/user.slice/user-1000.slice/nfs-ganesha.service",
        "/user.slice/nfs-ganesha.service",
        "/elsewhere.slice/user@1000.service/app.slice/nfs-ganesha.service",
        "/elsewhere.slice/session-c1.scope",
        // made by others than the manager
        "/docker/0123abcd",
        "/docker/nfs-ganesha.service",
        "/kubepods/burstable/pod1/nfs-ganesha.service",
        "/lxc.payload.web/system.slice/nfs-ganesha.service",
        "/system/nfs-ganesha.service",
        // no unit's name
        "/system.slice/.service",
        "/system.slice/nfs-ganesha",
        "/system.slice/nfs-ganesha.service.d",
        "/system.slice/nfs-ganesha.service~",
        "/system.slice/nfs-ganesha.timer",
        "/system.slice/nfs ganesha.service",
        "/system.slice//nfs-ganesha.service",
        "//nfs-ganesha.service",
        "/system.sliced/nfs-ganesha.service",
        "/_user.slice/user@1000.service/app.slice/nfs-ganesha.service",
    })
    void otherGroupsAreNoUnits(String path) {
        assertThat(new ControlGroupPath(path).unit()).isEmpty();
    }

    @Test
    void unitsNameIsBounded() {
        assertThat(new ControlGroupPath("/system.slice/" + "x".repeat(240) + ".service").unit())
                .isPresent();
        assertThat(new ControlGroupPath("/system.slice/" + "x".repeat(241) + ".service").unit())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0::/system.slice/x.service | /system.slice/x.service",
                "9:name=systemd:/,0::/a.slice,1:cpu:/b | /a.slice",
                "0::/ | /",
                "0::/a:b::c | /a:b::c",
                "9:name=systemd:/system.slice/x.service | ''", // version 1 only
                "'' | ''",
                "0:: | ''",
                "0::/../x.service | ''", // outside of our namespace
                "0::/../../system.slice/x.service | ''",
                "0::/a/.. | ''",
                "0::/a..b | /a..b",
                "0::/system.slice/x.service (deleted) | ''",
                "0::/system.slice/x (deleted)/y.service | /system.slice/x (deleted)/y.service",
                "10::/x | ''",
            })
    void versionTwoIsRead(String lines, String path) {
        Optional<String> read = ControlGroupPath.of(List.of(lines.split(","))).map(ControlGroupPath::path);
        assertThat(read.orElse("")).isEqualTo(path);
    }
}
