package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.dispatch.PlainCall;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The short way of look-ups answers as the straight line does, bit for bit, or not at all. */
class PlainLookupsTest {
    private static final int MEMORY = 2048;
    private static final Peer.Inet IPV4 = (Peer.Inet) Calls.LOOPBACK_HIGH;
    private static final Peer.Inet IPV6 = (Peer.Inet) Calls.inet(Netid.UDP6, "fd00::7", 4000, "fd00::1");
    private static final Peer.Inet ELSEWHERE = (Peer.Inet) Calls.REMOTE;

    /** Two portmappers with the same registrations: one is asked in place, the other along the straight line. */
    private final Calls inPlace = registered();

    private final Calls straight = registered();

    private static Calls registered() {
        Calls calls = new Calls();
        set(calls, 100003, 3, "udp", "0.0.0.0.8.1");
        set(calls, 100003, 4, "udp", "0.0.0.0.8.1");
        set(calls, 100003, 3, "tcp", "0.0.0.0.8.1");
        set(calls, 100003, 3, "udp6", "::.8.1");
        set(calls, 100005, 1, "udp", "127.0.0.1.3.255");
        set(calls, 100005, 1, "tcp", "10.8.0.1.200.0");
        set(calls, 100021, 1, "udp6", "::.255.255");
        set(calls, 100021, 4, "tcp6", "::1.4.4");
        set(calls, 100024, 1, "udp", "0.0.0.0.0.100");
        set(calls, 100024, 1, "local", "/run/statd");
        set(calls, 0xffff_ffffL, 0xffff_ffffL, "udp", "0.0.0.0.0.9");
        return calls;
    }

    private static void set(Calls calls, long program, long version, String netid, String address) {
        assertThat(calls.results(Calls.ROOT, 4, 1, Calls.rpcb(program, version, netid, address))
                        .readRemaining())
                .isEqualTo(new XdrWriter().writeBool(true).toOpaque());
    }

    private static ByteBuffer call(long version, long procedure, Opaque arguments) {
        return RpcCall.anonymous(0x0102_0304, new Procedure(100000, version, procedure), arguments)
                .toBuffer();
    }

    private static ByteBuffer getPort(long program, long version, long protocol) {
        return call(2, 3, Calls.mapping(program, version, protocol, 0));
    }

    private static ByteBuffer getAddr(long rpcbindVersion, Rpcb wanted) {
        XdrWriter writer = new XdrWriter();
        wanted.writeTo(writer);
        return call(rpcbindVersion, 3, writer.toOpaque());
    }

    /** What stands in memory after the call was answered in place; empty where it was not, and then it is as it was. */
    private byte[] answerInPlace(ByteBuffer call, Peer.Inet peer) {
        byte[] message = new byte[call.remaining()];
        call.duplicate().get(message);
        ByteBuffer memory = ByteBuffer.allocate(MEMORY);
        memory.put(0, message);
        int length = inPlace.inPlace(memory, message.length, peer);
        byte[] after = new byte[length == PlainCall.NOT_HERE ? message.length : length];
        memory.get(0, after);
        if (length == PlainCall.NOT_HERE) {
            assertThat(after).as("a call that is not taken").isEqualTo(message);
            return new byte[0];
        }
        return after;
    }

    private byte[] answerStraight(ByteBuffer call, Peer peer) {
        Response.Reply reply = (Response.Reply) straight.response(call, peer);
        ByteBuffer message = reply.reply().toBuffer();
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    private void isAnsweredInPlace(ByteBuffer call, Peer.Inet peer) {
        assertThat(answerInPlace(call, peer)).isNotEmpty().isEqualTo(answerStraight(call, peer));
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    void nullIsAnsweredInEachVersion(long version) {
        isAnsweredInPlace(call(version, 0, Opaque.EMPTY), IPV4);
    }

    @ParameterizedTest
    @CsvSource({
        "100003, 3, 17",
        "100003, 4, 17",
        "100003, 3, 6",
        "100024, 1, 17",
        "4294967295, 4294967295, 17",
        "777, 1, 17",
        "777, 1, 6",
        "100024, 1, 6"
    })
    void portOfWhatIsRegisteredInThisVersionOrNotAtAll(long program, long version, long protocol) {
        isAnsweredInPlace(getPort(program, version, protocol), IPV4);
        isAnsweredInPlace(getPort(program, version, protocol), ELSEWHERE);
    }

    @ParameterizedTest
    @CsvSource({
        "100003, 9, 17, another version is there",
        "100005, 1, 17, bound to loopback",
        "100005, 1, 6,  bound to one address",
        "100003, 3, 0,  no protocol"
    })
    void portThatNeedsThinkingGoesTheStraightLine(long program, long version, long protocol, String why) {
        assertThat(answerInPlace(getPort(program, version, protocol), ELSEWHERE))
                .as(why)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"''", "127.0.0.1.0.111", "127.0.0.1.0.0", "127.0.0.1.255.255", "127.0.0.1.999.1", "127.0.0.1.01.1"
            })
    void addressAtTheHostThatWasAsked(String hint) {
        for (long version = 3; version <= 4; version++) {
            isAnsweredInPlace(getAddr(version, new Rpcb(100003, 3, "udp", hint, "")), IPV4);
            isAnsweredInPlace(getAddr(version, new Rpcb(777, 3, "tcp6", hint, "superuser")), IPV4);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "fd00::1.0.111"})
    void addressOverIpv6(String hint) {
        isAnsweredInPlace(getAddr(3, new Rpcb(100003, 3, "udp6", hint, "")), IPV6);
        isAnsweredInPlace(getAddr(4, new Rpcb(100021, 1, "", hint, "")), IPV6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.8.0.1.0.111",
                "127.0.0.10.0.111",
                "127.0.0.1",
                "127.0.0.1.",
                "127.0.0.1.0",
                "127.0.0.1.0.",
                "127.0.0.1..1",
                "127.0.0.1.0.1111",
                "127.0.0.1.0.11x",
                "127.0.0.1.0.1.1",
                "127.0.0.2.0.1",
                "127.0.0.1x0.1",
                "x",
                "::1.0.111"
            })
    void otherHintGoesTheStraightLine(String hint) {
        assertThat(answerInPlace(getAddr(4, new Rpcb(100003, 3, "udp", hint, "")), IPV4))
                .isEmpty();
    }

    @Test
    void ipv4PortAskedOverIpv6GoesTheStraightLine() {
        assertThat(answerInPlace(getPort(100003, 3, 17), IPV6)).isEmpty();
    }

    @Test
    void stringOverItsLimitGoesTheStraightLine() {
        String longest = "o".repeat(Owner.LIMIT);
        isAnsweredInPlace(getAddr(4, new Rpcb(100003, 3, "n".repeat(Rpcb.NETID_LIMIT), "", longest)), IPV4);
        assertThat(answerInPlace(getAddr(4, new Rpcb(100003, 3, "", "", longest + "o")), IPV4))
                .isEmpty();
    }

    @Test
    void callWithACredentialGoesTheStraightLine() {
        OpaqueAuth some = new OpaqueAuth(AuthFlavor.SYS, Opaque.EMPTY);
        Procedure nothing = new Procedure(100000, 2, 0);
        for (RpcCall call : List.of(
                new RpcCall(1, nothing, some, OpaqueAuth.NONE, Opaque.EMPTY),
                new RpcCall(1, nothing, OpaqueAuth.NONE, some, Opaque.EMPTY),
                RpcCall.anonymous(1, new Procedure(100001, 2, 0), Opaque.EMPTY),
                RpcCall.anonymous(1, new Procedure(100000, 1, 0), Opaque.EMPTY),
                RpcCall.anonymous(1, new Procedure(100000, 5, 0), Opaque.EMPTY))) {
            assertThat(answerInPlace(call.toBuffer(), IPV4)).as(call.toString()).isEmpty();
        }
    }

    @Test
    void callThatIsCutOffOrTooLongGoesTheStraightLine() {
        for (ByteBuffer call : List.of(
                call(2, 0, Opaque.EMPTY),
                getPort(100003, 3, 17),
                getAddr(4, new Rpcb(100003, 3, "udp", "127.0.0.1.0.111", "me")))) {
            for (int length = 0; length < call.remaining(); length++) {
                assertThat(answerInPlace(call.duplicate().limit(length), IPV4))
                        .as("%d bytes", length)
                        .isEmpty();
            }
            ByteBuffer longer = ByteBuffer.allocate(call.remaining() + 4)
                    .put(call.duplicate())
                    .putInt(0)
                    .flip();
            assertThat(answerInPlace(longer, IPV4)).isEmpty();
        }
    }

    @Test
    void serviceThatHasGoneIsLeftToTheStraightLineWhichFindsAnother() throws Exception {
        Calls calls = new Calls();
        calls.addresses.open("udp 0.0.0.0.4.0", 65534, 9);
        assertThat(calls.set(Calls.NOBODY, 300000, 1, "udp", "0.0.0.0.4.0")).isTrue();
        ByteBuffer memory = ByteBuffer.allocate(MEMORY);
        ByteBuffer call = getPort(300000, 1, 17);
        memory.put(0, call, 0, call.remaining());
        calls.addresses.close(9);

        assertThat(calls.inPlace(memory, call.remaining(), IPV4)).isEqualTo(PlainCall.NOT_HERE);
        assertThat(calls.trail).last().asString().contains("its socket is gone");
        assertThat(calls.inPlace(memory, call.remaining(), IPV4))
                .as("nothing is there now")
                .isEqualTo(28);
    }

    @Test
    void randomCallsGetTheSameAnswersAndTheSameCounts() {
        Random random = new Random(6);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer call = randomCall(random);
            Peer.Inet peer = List.of(IPV4, IPV6, ELSEWHERE).get(random.nextInt(3));
            byte[] answer = answerInPlace(call, peer);
            if (answer.length == 0) {
                inPlace.response(call.duplicate(), peer);
            }
            byte[] expected = answerStraight(call, peer);
            if (answer.length > 0) {
                taken++;
                assertThat(answer).as("call %d", i).isEqualTo(expected);
            }
        }
        assertThat(taken).as("calls taken in place").isGreaterThan(4_000);
        assertThat(inPlace.results(IPV4, 4, 12, Opaque.EMPTY).readRemaining())
                .as("GETSTAT")
                .isEqualTo(straight.results(IPV4, 4, 12, Opaque.EMPTY).readRemaining());
    }

    private static ByteBuffer randomCall(Random random) {
        List<Long> programs = List.of(100003L, 100005L, 100021L, 100024L, 0xffff_ffffL, (long) random.nextInt(400));
        List<Long> versions = List.of(1L, 3L, 4L, 0xffff_ffffL);
        List<String> hints =
                List.of("", "127.0.0.1.0.111", "10.8.0.1.0.111", "10.8.0.2.0.111", "fd00::1.0.111", "0.0.0.0.1.1", "?");
        long program = programs.get(random.nextInt(programs.size()));
        long version = versions.get(random.nextInt(versions.size()));
        return random.nextBoolean()
                ? getPort(program, version, List.of(17L, 6L, 1L).get(random.nextInt(3)))
                : getAddr(
                        3 + random.nextInt(2),
                        new Rpcb(
                                program,
                                version,
                                "udp",
                                hints.get(random.nextInt(hints.size())),
                                "o".repeat(random.nextInt(6))));
    }

    @Test
    void noReplyIsLongerThanSomebodyElsewhereMayCause() {
        List<Integer> lengths = new ArrayList<>();
        Peer.Inet longest =
                (Peer.Inet) Calls.inet(Netid.UDP6, "fd00::7", 4000, "1111:2222:3333:4444:5555:6666:7777:8888");
        ByteBuffer shortest = getAddr(4, new Rpcb(100021, 1, "", "", ""));
        lengths.add(answerInPlace(shortest, longest).length);

        assertThat(lengths.getFirst()).isGreaterThan(28).isLessThanOrEqualTo(shortest.remaining() * 3 / 2);
    }
}
