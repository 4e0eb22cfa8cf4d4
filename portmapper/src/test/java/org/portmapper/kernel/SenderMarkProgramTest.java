package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel makes of packets of every shape, and that jumps lead where they should. */
class SenderMarkProgramTest {
    private static final int PORT = 0x1234;
    private static final int BEFORE = 1; // what a firewall may have written, and what must not pass for a user
    private static final int OF_ROOT = 0x52500001;
    private static final int NEXT = -1;

    private static final String ETHERNET = "000000000000" + "000000000000";
    private static final String ADDRESSES = "7f000001" + "7f000001";
    private static final String ADDRESSES6 = "00000000000000000000000000000001".repeat(2);
    private static final String UDP_HEADER = "4321" + "1234" + "0010" + "0000";
    private static final String PAYLOAD = "00".repeat(8);

    @ParameterizedTest
    @CsvSource({
        // flags and offset, protocol, first bytes of the payload, mark afterwards
        "0000, 11, 43211234, user", // as everybody sends it
        "4000, 11, 43211234, user", // not to be fragmented
        "8000, 11, 43211234, user", // the flag that means nothing
        "2000, 11, 43211234, none", // the first fragment
        "6000, 11, 43211234, none",
        "2001, 11, 43211234, kept", // a fragment in the middle, whose content looks like our port
        "0001, 11, 43211234, kept", // the last one
        "0000, 11, 43211235, kept", // another port
        "0000, 11, 12344321, kept", // from our port
        "0000, 06, 43211234, kept", // TCP
        "0000, 88, 43211234, kept", // UDP-Lite
        "0000, 01, 43211234, kept", // ICMP
    })
    void ipv4(String flags, String protocol, String ports, String expected) throws Exception {
        String header = "4500" + "0030" + "0000" + flags + "40" + protocol + "0000" + ADDRESSES;
        assertThat(markOf("0800" + header + ports + PAYLOAD)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // options, first bytes of the payload, mark afterwards
        "01010100, 43211234, user",
        "43211234, 43211235, kept", // an option that looks like our port
        "43211235, 43211234, user", // an option that looks like another
    })
    void ipv4WithAnOption(String option, String ports, String expected) throws Exception {
        String header = "4600" + "0034" + "0000" + "0000" + "4011" + "0000" + ADDRESSES + option;
        assertThat(markOf("0800" + header + ports + PAYLOAD)).isEqualTo(expected);
    }

    @Test
    void longestIpv4HeaderIsPassedOver() throws Exception {
        String header = "4f00" + "0050" + "0000" + "0000" + "4011" + "0000" + ADDRESSES + "01".repeat(40);
        assertThat(markOf("0800" + header + UDP_HEADER + PAYLOAD)).isEqualTo("user");
    }

    @ParameterizedTest
    @CsvSource({
        // next header, what follows, mark afterwards
        "11, 43211234, user",
        "11, 43211235, kept", // another port
        "11, 12344321, kept", // from our port
        "06, 43211234, kept", // TCP
        "2c, 1100000000000000 43211234, none", // a fragment that is the whole
        "2c, 1100000100000000 43211234, none", // the first of several
        "2c, 1100000900000000 43211234, kept", // a later one, whose content looks like our port
        "2c, 1100fff800000000 43211234, kept", // the last one
        "2c, 1100000100000000 43211235, kept", // the first to another port
        "2c, 0600000100000000 43211234, kept", // of TCP
        "00, 1100000000000000 43211234, kept", // options, which only root can send
        "2b, 1100000000000000 43211234, kept", // a routing header, whose reserved field looks like nothing
        "2b, 1100123400000000 43211234, kept",
    })
    void ipv6(String next, String content, String expected) throws Exception {
        String header = "60000000" + "0010" + next + "40" + ADDRESSES6;
        assertThat(markOf("86dd" + header + content.replace(" ", "") + PAYLOAD)).isEqualTo(expected);
    }

    @Test
    void whatIsNoIpIsLeftAlone() throws Exception {
        assertThat(markOf("0806" + "00".repeat(28))).isEqualTo("kept");
    }

    @Test
    void packetTooShortForItsPortIsLeftAlone() throws Exception {
        String header = "4500" + "0015" + "0000" + "0000" + "4011" + "0000" + ADDRESSES;
        assertThat(run("0800" + header + "43")).isEqualTo(new BpfTestRun(BEFORE, 0));
    }

    /** What became of the mark; the packet goes on to other programs in any case. */
    private static String markOf(String frame) throws ErrnoException {
        BpfTestRun run = run(frame);
        assertThat(run.result()).isEqualTo(NEXT);
        return switch (run.mark()) {
            case BEFORE -> "kept";
            case OF_ROOT -> "user";
            case 0 -> "none";
            default -> Integer.toHexString(run.mark());
        };
    }

    private static BpfTestRun run(String frame) throws ErrnoException {
        return BpfTestRun.of(SenderMarkProgram.forPort(PORT), HexFormat.of().parseHex(ETHERNET + frame), BEFORE);
    }

    @Test
    void instructionsAreWrittenAsTheKernelReadsThem() {
        BpfProgram program = new BpfAssembler()
                .moveRegister(BpfAssembler.R6, BpfAssembler.R1)
                .jumpIfEqual(BpfAssembler.R0, 17, "end")
                .jump("end")
                .store32(BpfAssembler.R6, 8, BpfAssembler.R0)
                .label("end")
                .moveNumber(BpfAssembler.R0, -1)
                .exit()
                .assemble();
        assertThat(program.instructions().stream()
                        .map(SenderMarkProgramTest::hex)
                        .collect(Collectors.toList()))
                .containsExactly(
                        "bf16000000000000",
                        "1500020011000000",
                        "0500010000000000",
                        "6306080000000000",
                        "b7000000ffffffff",
                        "9500000000000000");
    }

    @Test
    void jumpNeedsALabelFurtherOn() {
        BpfAssembler nowhere = new BpfAssembler().jump("nowhere").exit();
        assertThatThrownBy(nowhere::assemble).hasMessage("label: nowhere (expected: one after the jump to it)");
        BpfAssembler back = new BpfAssembler().label("start").jump("start").exit();
        assertThatThrownBy(back::assemble).hasMessage("label: start (expected: one after the jump to it)");
        assertThatThrownBy(() -> back.label("start")).hasMessage("label: start (expected: a name used once)");
    }

    private static String hex(BpfInstruction instruction) {
        ByteBuffer memory = ByteBuffer.allocate(BpfInstruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        instruction.write(memory, 0);
        return HexFormat.of().formatHex(memory.array());
    }
}
