// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.util.List;
import java.util.function.Predicate;

/** Visits cells of training tiles: all of them, or evenly spread ones where there are more than a fit needs. */
final class Sampling {
    /** Cells that one fit looks at, about. */
    static final int ENOUGH = 60_000;

    private Sampling() {}

    /** Takes a cell. */
    @FunctionalInterface
    interface Visitor {
        /** Takes the cell at a place of the padded planes of a field. */
        void visit(LatentField field, int index, int at);
    }

    /** Every so many cells are to be visited to see about so many in all. */
    static int step(List<LatentField> fields, Predicate<LatentField> live, int enough) {
        long cells = 0;
        for (LatentField field : fields) {
            cells += live.test(field) ? (long) field.width * field.height : 0;
        }
        return (int) (cells / enough) + 1;
    }

    static void forEach(List<LatentField> fields, Predicate<LatentField> live, Visitor visitor) {
        int step = step(fields, live, ENOUGH);
        int next = 0;
        for (int f = 0; f < fields.size(); f++) {
            LatentField field = fields.get(f);
            if (live.test(field)) {
                int cells = field.width * field.height;
                for (; next < cells; next += step) {
                    visitor.visit(field, f, field.at(next % field.width, next / field.width));
                }
                next -= cells;
            }
        }
    }
}
