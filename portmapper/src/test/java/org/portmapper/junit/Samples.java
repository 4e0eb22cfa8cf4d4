package org.portmapper.junit;

import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.portmapper.embedded.EmbeddedOptions;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.rpc.client.RpcbindClient;

/** Classes of tests that only {@link PortmapperExtensionTest} runs, and which portmapper each of their methods is given. */
final class Samples {
    /** By the name of the method that was given it. */
    static final Map<String, EmbeddedPortmapper> GIVEN = new ConcurrentHashMap<>();

    private Samples() {}

    private static void given(String where, EmbeddedPortmapper portmapper) {
        GIVEN.put(where, portmapper);
        try (RpcbindClient client = portmapper.client()) {
            client.ping();
        }
    }

    /** Each test has its own, at the same time as others theirs. */
    @ExtendWith(PortmapperExtension.class)
    static final class OneForEach {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @BeforeEach
        void before(EmbeddedPortmapper portmapper, TestInfo test) {
            given("before " + test.getDisplayName(), portmapper);
        }

        @AfterEach
        void after(EmbeddedPortmapper portmapper, TestInfo test) {
            given("after " + test.getDisplayName(), portmapper);
        }

        @Test
        void first(EmbeddedPortmapper portmapper) throws Exception {
            given("first", portmapper);
            await();
        }

        @Test
        void second(EmbeddedPortmapper portmapper) throws Exception {
            given("second", portmapper);
            await();
        }

        private static void await() throws InterruptedException, BrokenBarrierException, TimeoutException {
            BOTH.await(20, TimeUnit.SECONDS);
        }

        @RepeatedTest(2)
        void repeated(RepetitionInfo repetition, EmbeddedPortmapper portmapper) {
            given("repetition " + repetition.getCurrentRepetition(), portmapper);
        }

        /** Tests of a class in the class. */
        @Nested
        final class Inside {
            @Test
            void nested(EmbeddedPortmapper portmapper) {
                given("nested", portmapper);
            }
        }
    }

    /** Registered by a static field. */
    static final class OneForTheClass {
        @RegisterExtension
        static final PortmapperExtension PORTMAPPER = PortmapperExtension.with(PortmapperExtension.OPTIONS);

        @Test
        void first(EmbeddedPortmapper portmapper) {
            given("first", portmapper);
        }

        @Test
        void second(EmbeddedPortmapper portmapper) {
            given("second", portmapper);
        }

        /** Tests of a class in the class. */
        @Nested
        final class Inside {
            @Test
            void nested(EmbeddedPortmapper portmapper) {
                given("nested", portmapper);
            }
        }
    }

    /** Asked for before all tests. */
    @ExtendWith(PortmapperExtension.class)
    static final class OneForTheClassThatAsks {
        @BeforeAll
        static void before(EmbeddedPortmapper portmapper) {
            given("before", portmapper);
        }

        @Test
        void first(EmbeddedPortmapper portmapper) {
            given("first", portmapper);
        }

        @Test
        void second(EmbeddedPortmapper portmapper) {
            given("second", portmapper);
        }
    }

    /** Registered by a field of each test. */
    static final class OneForEachWithOptions {
        @RegisterExtension
        final PortmapperExtension portmapper = PortmapperExtension.with(EmbeddedOptions.DEFAULT);

        @Test
        void first(EmbeddedPortmapper own) {
            given("first", own);
        }

        @Test
        void second(EmbeddedPortmapper own) {
            given("second", own);
        }
    }

    /** Its tests fail: the portmapper cannot start. */
    static final class WrongPolicy {
        @RegisterExtension
        final PortmapperExtension portmapper =
                PortmapperExtension.with(EmbeddedOptions.DEFAULT.withPolicy("moed = \"audit\""));

        @Test
        void first(EmbeddedPortmapper own) {
            given("first", own);
        }
    }

    /** Fails: constructors are not given any. */
    @ExtendWith(PortmapperExtension.class)
    static final class Constructed {
        Constructed(EmbeddedPortmapper portmapper) {
            given("constructor", portmapper);
        }

        @Test
        void first(EmbeddedPortmapper portmapper) {
            given("first", portmapper);
        }
    }
}
