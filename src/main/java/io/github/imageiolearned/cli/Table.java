// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of text: for eyes, aligned, or for a spreadsheet, as CSV (RFC 4180). */
final class Table {
    private static final String JSON_NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Makes an empty table.
     *
     * @param columns what is above the columns
     */
    Table(String... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns; null is an empty cell
     */
    void add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns);
        }
        rows.add(Arrays.stream(cells).map(c -> c == null ? "" : c.toString()).toList());
    }

    /**
     * Returns the number of rows.
     *
     * @return 0 or more
     */
    int size() {
        return rows.size();
    }

    /**
     * Formats a number.
     *
     * @param value a number; infinite is "exact", not a number is empty
     * @param decimals digits after the point
     * @return text that does not depend on the user's language
     */
    static String number(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "";
        }
        return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * Prints the table: text to the left, numbers to the right.
     *
     * @param out where to
     */
    void print(PrintWriter out) {
        int[] width = new int[columns.size()];
        boolean[] right = new boolean[width.length];
        for (int c = 0; c < width.length; c++) {
            int column = c;
            width[c] = Math.max(
                    columns.get(c).length(),
                    rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
            right[c] = rows.stream().map(r -> r.get(column)).allMatch(Table::isNumber);
        }
        print(out, columns, width, right);
        for (List<String> row : rows) {
            print(out, row, width, right);
        }
        out.flush();
    }

    private static void print(PrintWriter out, List<String> row, int[] width, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < width.length; c++) {
            String pad = " ".repeat(width[c] - row.get(c).length());
            line.append(c == 0 ? "" : "  ");
            line.append(right[c] ? pad + row.get(c) : row.get(c) + pad);
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.equals("exact") || cell.matches("[-+]?[0-9].*");
    }

    /**
     * Writes the table as CSV, replacing the file.
     *
     * @param file where to
     * @throws IOException if it cannot be written
     */
    void writeCsv(Path file) throws IOException {
        OutputFile.write(file, toCsv().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The table for a spreadsheet.
     *
     * @return CSV as RFC 4180 has it
     */
    String toCsv() {
        StringBuilder text = new StringBuilder();
        appendCsv(text, columns);
        rows.forEach(row -> appendCsv(text, row));
        return text.toString();
    }

    /**
     * The table for a page: Markdown, with numbers to the right.
     *
     * @return lines, the last with its end
     */
    String markdown() {
        StringBuilder text = new StringBuilder();
        appendMarkdown(text, columns);
        text.append('|');
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            text.append(rows.stream().map(row -> row.get(column)).allMatch(Table::isNumber) ? "---:|" : "---|");
        }
        text.append('\n');
        rows.forEach(row -> appendMarkdown(text, row));
        return text.toString();
    }

    private static void appendMarkdown(StringBuilder text, List<String> row) {
        text.append('|');
        row.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }

    /**
     * The table for a program: an object for each row, its members named as the columns are, numbers as numbers.
     *
     * @return as many objects as there are rows; an empty cell is null
     */
    JsonArray toJson() {
        JsonArray array = new JsonArray();
        for (List<String> row : rows) {
            JsonObject object = new JsonObject();
            for (int c = 0; c < row.size(); c++) {
                String cell = row.get(c);
                if (cell.isEmpty()) {
                    object.add(columns.get(c), JsonNull.INSTANCE);
                } else if (cell.matches(JSON_NUMBER)) {
                    object.addProperty(columns.get(c), new BigDecimal(cell));
                } else {
                    object.addProperty(columns.get(c), cell);
                }
            }
            array.add(object);
        }
        return array;
    }

    private static void appendCsv(StringBuilder text, List<String> row) {
        for (int c = 0; c < row.size(); c++) {
            String cell = row.get(c);
            boolean quoted = cell.chars().anyMatch(letter -> ",\"\r\n".indexOf(letter) >= 0);
            text.append(c == 0 ? "" : ",").append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        text.append("\r\n");
    }
}
