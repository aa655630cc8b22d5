// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.EvaluationReport.Interval;
import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rate and distortion of photographs, beside the JDK's JPEG and the peers that are there. */
final class RateBenchmark implements AutoCloseable {
    private static final List<Float> PCQ = List.of(0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
    private static final List<Float> NNZ = List.of(0f, 0.2f, 0.4f, 0.6f, 0.75f, 0.88f, 1f);
    private static final List<Float> JPEG = List.of(0.05f, 0.15f, 0.3f, 0.5f, 0.7f, 0.85f, 0.95f);

    private final List<Coder> coders = new ArrayList<>();
    private final Evaluator evaluator;
    private final List<Rival> rivals = new ArrayList<>();

    /** A peer with files and measurements of its own, so that several can be at work at once. */
    private record Rival(Peer peer, Tools tools, Evaluator evaluator) {
        void measure(String name, BufferedImage image) {
            PeerCoder.of(peer, peer.ladder(), tools).forEach(coder -> evaluator.measure(name, image, coder));
        }
    }

    /**
     * Chooses what is measured.
     *
     * @param spending what our formats are told
     * @param peers formats of others
     * @param failures hears of what cannot be coded
     */
    RateBenchmark(Spending spending, Set<Peer> peers, Failures failures) {
        evaluator = new Evaluator(failures, true);
        coders.addAll(ImageIoCoder.of("pcq", PCQ, List.of(), spending));
        coders.addAll(ImageIoCoder.of("nnz", NNZ, List.of(), spending));
        coders.addAll(ImageIoCoder.of("jpeg", JPEG, List.of(), spending));
        for (Peer peer : peers) {
            rivals.add(new Rival(peer, Tools.onPath(), new Evaluator(failures, true)));
        }
    }

    /**
     * Measures a picture: the formats of this JVM one after another, then the programs of others at once.
     *
     * @param name what it is called
     * @param image the picture
     * @throws IOException never: what cannot be coded is among the failures
     */
    void measure(String name, BufferedImage image) throws IOException {
        coders.forEach(coder -> evaluator.measure(name, image, coder));
        Parallel.forEach(
                rivals.size(), Progress.NONE, index -> rivals.get(index).measure(name, image));
    }

    @Override
    public void close() {
        rivals.forEach(rival -> rival.tools.close());
    }

    /**
     * Sums up.
     *
     * @param others mean curves measured elsewhere
     * @return tables and curves
     */
    EvaluationReport report(List<Curve> others) {
        List<Measurement> measured = new ArrayList<>(evaluator.measured());
        rivals.forEach(rival -> measured.addAll(rival.evaluator.measured()));
        List<String> formats =
                measured.stream().map(Measurement::format).distinct().toList();
        return new EvaluationReport(formats, measured, Interval.USUAL, others);
    }
}
