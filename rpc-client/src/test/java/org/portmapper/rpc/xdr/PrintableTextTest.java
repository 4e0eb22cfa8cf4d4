package org.portmapper.rpc.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;

/** That text from the wire can mislead neither a log nor a terminal. */
class PrintableTextTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    'plain ~text!',   'plain ~text!'
                    '',               ''
                    'a\u001b[2Jb',    'a\\x1b[2Jb'
                    'a\u007fb',       'a\\x7fb'
                    'a\u0000b',       'a\\x00b'
                    'a\\x00b',        'a\\x5cx00b'
                    'c\u00e9',        'c\\xe9'
                    '\u202e',         '\\u202e'
                    '\u0661',         '\\u0661'
                    """)
    void whatIsNotPrintableAsciiIsEscaped(String text, String printable) {
        assertThat(PrintableText.of(text)).isEqualTo(printable);
    }

    @Seeded
    void nothingButPrintableAsciiComesOut(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            String text = values.chars(values.upTo(20), 0, 0x10000);
            assertThat(PrintableText.of(text)).matches("[ -~]*");
        }
    }

    @ParameterizedTest
    @CsvSource({"10,\\x0a", "13,\\x0d", "9,\\x09"})
    void aLineCannotBeBroken(int c, String printable) {
        assertThat(PrintableText.of("a" + (char) c + "b")).isEqualTo("a" + printable + "b");
    }
}
