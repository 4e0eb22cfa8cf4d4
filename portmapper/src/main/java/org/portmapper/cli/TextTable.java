package org.portmapper.cli;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.xdr.PrintableText;

/** Rows of text in aligned columns. */
final class TextTable {
    private static final String GAP = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row, one cell for each column; what cannot be printed in a cell is escaped. */
    void add(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + header.size() + ")");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(PrintableText.of(cell.toString()));
        }
        rows.add(row);
    }

    /** The lines, each with its end; the header is bold where colour is wanted. */
    String text(boolean colour) {
        StringBuilder text = new StringBuilder();
        text.append(colour ? BOLD : "")
                .append(line(header))
                .append(colour ? PLAIN : "")
                .append('\n');
        rows.forEach(row -> text.append(line(row)).append('\n'));
        return text.toString();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(column == 0 ? "" : GAP).append(cell).repeat(' ', width(column) - cell.length());
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int widest = header.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
