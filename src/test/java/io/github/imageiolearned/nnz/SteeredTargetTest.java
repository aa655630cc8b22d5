// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SteeredTargetTest {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 48;
    private static final int AREA = WIDTH * HEIGHT;

    private final Random random = new Random(5);

    /** Weights that are the same for every structure, since all levels share one: the filter's derivatives are exact then. */
    private float[] steering() {
        float[] steering = new float[Steering.SIZE];
        for (int weight = 0; weight < Steering.WEIGHTS; weight++) {
            float value = (random.nextFloat() - 0.5f) / 8;
            for (int level = 0; level < Structure.LEVELS; level++) {
                steering[level * Structure.SHAPES * Steering.WEIGHTS + weight] = value;
            }
        }
        return steering;
    }

    /** Multiples of 4: no difference is near the limit of 6, where the filter has no derivative. */
    private Network.Tensor pixels() {
        Network.Tensor tensor = Network.Tensor.zeros(3, HEIGHT, WIDTH);
        for (int i = 0; i < 3 * AREA; i++) {
            tensor.values().put(i, 4 * random.nextInt(8));
        }
        return tensor;
    }

    private static double half(Network.Tensor decoded, Network.Tensor original, float[] steering) {
        int reach = RestorationFilter.REACH;
        int stride = WIDTH + 2 * reach;
        float[][] padded = new float[3][stride * (HEIGHT + 2 * reach)];
        for (int band = 0; band < 3; band++) {
            for (int y = -reach; y < HEIGHT + reach; y++) {
                for (int x = -reach; x < WIDTH + reach; x++) {
                    int nearest = Math.max(0, Math.min(HEIGHT - 1, y)) * WIDTH + Math.max(0, Math.min(WIDTH - 1, x));
                    padded[band][(y + reach) * stride + x + reach] =
                            decoded.values().get(band * AREA + nearest);
                }
            }
        }
        double[] sum = {0};
        new Restorer(RestorationFilter.steering(), steering, padded, Structure.mean(padded), WIDTH)
                .filter(0, HEIGHT, (band, y, filtered) -> {
                    for (int x = 0; x < WIDTH; x++) {
                        double error = filtered[x] - original.values().get(band * AREA + y * WIDTH + x);
                        sum[0] += error * error / 2;
                    }
                });
        return sum[0];
    }

    @Test
    void theDistanceFromItHasTheSlopesOfTheFilteredError() throws IOException {
        float[] steering = steering();
        Network.Tensor decoded = pixels();
        Network.Tensor original = pixels();
        Network.Tensor target = SteeredTarget.of(decoded, original, steering);
        for (int i = 0; i < 60; i++) {
            int x = 1 + random.nextInt(WIDTH - 2);
            int y = 1 + random.nextInt(HEIGHT - 2);
            int at = random.nextInt(3) * AREA + y * WIDTH + x;
            float value = decoded.values().get(at);
            decoded.values().put(at, value + 0.5f);
            double more = half(decoded, original, steering);
            decoded.values().put(at, value - 0.5f);
            double less = half(decoded, original, steering);
            decoded.values().put(at, value);
            assertEquals(more - less, value - target.values().get(at), 0.02, "pixel " + at);
        }
    }

    @Test
    void withoutWeightsItIsTheOriginal() throws IOException {
        Network.Tensor original = pixels();
        Network.Tensor target = SteeredTarget.of(pixels(), original, new float[Steering.SIZE]);
        for (int i = 0; i < 3 * AREA; i++) {
            assertEquals(original.values().get(i), target.values().get(i), 1e-4);
        }
    }
}
