// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogisticTest {
    @Test
    void squashIsTheLogisticFunction() {
        for (int x = -Logistic.LIMIT; x <= Logistic.LIMIT; x++) {
            double exact = 65536 / (1 + Math.exp(-x / 256.0));
            assertEquals(Math.min(65535, Math.max(1, exact)), Logistic.squash(x), 0.51, "x = " + x);
        }
    }

    @Test
    void squashIsClippedOutside() {
        assertEquals(Logistic.squash(-Logistic.LIMIT), Logistic.squash(Integer.MIN_VALUE));
        assertEquals(Logistic.squash(Logistic.LIMIT), Logistic.squash(Integer.MAX_VALUE));
    }

    @Test
    void stretchInvertsSquash() {
        int before = Integer.MIN_VALUE;
        for (int p = 1; p < 65536; p++) {
            int x = Logistic.stretch(p);
            assertTrue(x >= before, "monotone at " + p);
            assertTrue(Logistic.squash(x) <= p, "not above at " + p);
            assertTrue(x == Logistic.LIMIT || Logistic.squash(x + 1) > p, "largest at " + p);
            before = x;
        }
    }
}
