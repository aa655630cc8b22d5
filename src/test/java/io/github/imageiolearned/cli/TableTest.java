// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @Test
    void textStandsLeftAndNumbersRight() {
        Table table = new Table("name", "n");
        table.add("a", 5);
        table.add("bcdefg", 123);
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        assertEquals(
                List.of("name      n", "a         5", "bcdefg  123"),
                text.toString().lines().toList());
    }

    @Test
    void csvQuotesWhatNeedsIt(@TempDir Path folder) throws IOException {
        Table table = new Table("a", "b");
        table.add("x, \"y\"", null);
        table.add("of\rtwo", "one");
        Path file = folder.resolve("sub/t.csv");
        table.writeCsv(file);
        assertEquals("a,b\r\n\"x, \"\"y\"\"\",\r\n\"of\rtwo\",one\r\n", Files.readString(file));
    }

    @Test
    void numbersDoNotDependOnTheLanguage() {
        assertEquals("1.50", Table.number(1.5, 2));
        assertEquals("exact", Table.number(Double.POSITIVE_INFINITY, 2));
        assertEquals("", Table.number(Double.NaN, 2));
    }

    @Test
    void rowsFitTheColumns() {
        Table table = new Table("a", "b");
        assertThrows(IllegalArgumentException.class, () -> table.add("only one"));
    }
}
