// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CostMeter;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/**
 * Trains the starting states of the mixers: encodes pictures of a folder one after the other, each with a random
 * quantiser step, with mixers that never start again, and saves what these have learned.
 *
 * <p>usage: TrainPriors PICTURES SECONDS OUT
 */
public final class TrainPriors {
    private TrainPriors() {}

    public static void main(String[] args) throws Exception {
        File[] files = new File(args[0]).listFiles((folder, name) -> name.endsWith(".jpg"));
        Arrays.sort(files);
        Random random = new Random(11);
        List<File> order = Arrays.asList(files);
        Collections.shuffle(order, random);
        long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
        CostMeter meter = new CostMeter();
        MixedSyntax syntax = new MixedSyntax(meter);
        int count = 0;
        for (File file : order) {
            if (System.nanoTime() > end) {
                break;
            }
            // Coarse steps leave few decisions to learn from, so they come more often.
            int step = (int) (16 * 3 * Math.pow(2, 6.4 * Math.sqrt(random.nextDouble())));
            BlockEncoder.learn(read(file), step, syntax);
            count++;
            if (count % 20 == 0) {
                System.out.println(count + " pictures, " + meter.cost() / CostMeter.BIT / 8 + " bytes");
            }
        }
        byte[] states = syntax.mixers().save();
        try (OutputStream out =
                new DeflaterOutputStream(Files.newOutputStream(Path.of(args[2])), new Deflater(9))) {
            out.write(states);
        }
        System.out.println(count + " pictures, " + states.length + " bytes, "
                + Files.size(Path.of(args[2])) + " deflated");
        System.out.println(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(states)));
    }

    static Samples read(File file) throws IOException {
        BufferedImage picture = ImageIO.read(file);
        Samples samples = new Samples(picture.getWidth(), picture.getHeight(), 3, 8);
        for (int y = 0; y < samples.height(); y++) {
            for (int x = 0; x < samples.width(); x++) {
                int pixel = picture.getRGB(x, y);
                for (int band = 0; band < 3; band++) {
                    samples.set(x, y, band, pixel >> 16 - 8 * band & 255);
                }
            }
        }
        return samples;
    }
}
