package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** How {@link TextTable} looks. */
class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutBlanks() {
        TextTable table = new TextTable("A", "LONG", "B");
        table.add("wide", 1, "x");
        table.add("", "2", "");
        assertThat(table.text(false)).isEqualTo("""
                A     LONG  B
                wide  1     x
                      2
                """);
    }

    @Test
    void whatCannotBePrintedIsEscapedAndCounted() {
        TextTable table = new TextTable("A", "B");
        table.add("\u001b[31mred\n", "x");
        table.add("0123456789", "y");
        assertThat(table.text(false)).isEqualTo("""
                A                B
                \\x1b[31mred\\x0a  x
                0123456789       y
                """);
    }

    @Test
    void onlyTheHeaderIsInColour() {
        TextTable table = new TextTable("A");
        table.add("b");
        assertThat(table.text(true)).isEqualTo("\u001b[1mA\u001b[0m\nb\n");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextTable("A").add("b", "c"))
                .withMessage("cells: 2 (expected: 1)");
    }
}
