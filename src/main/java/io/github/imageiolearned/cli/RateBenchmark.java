// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.EvaluationReport.Interval;
import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rate and distortion of photographs, beside the JDK's JPEG and the peers that are there. */
final class RateBenchmark {
    private static final List<Float> PCQ = List.of(0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
    private static final List<Float> NNZ = List.of(0f, 0.2f, 0.4f, 0.6f, 0.75f, 0.88f, 1f);
    private static final List<Float> JPEG = List.of(0.05f, 0.15f, 0.3f, 0.5f, 0.7f, 0.85f, 0.95f);

    private final List<Coder> coders = new ArrayList<>();
    private final Evaluator evaluator;

    /**
     * Chooses what is measured.
     *
     * @param spending what our formats are told
     * @param peers formats of others
     * @param tools has their programs
     * @param failures hears of what cannot be coded
     */
    RateBenchmark(Spending spending, Set<Peer> peers, Tools tools, Failures failures) {
        evaluator = new Evaluator(failures, true);
        coders.addAll(ImageIoCoder.of("pcq", PCQ, List.of(), spending));
        coders.addAll(ImageIoCoder.of("nnz", NNZ, List.of(), spending));
        coders.addAll(ImageIoCoder.of("jpeg", JPEG, List.of(), spending));
        peers.forEach(peer -> coders.addAll(PeerCoder.of(peer, peer.ladder(), tools)));
    }

    /**
     * Measures a picture.
     *
     * @param name what it is called
     * @param image the picture
     */
    void measure(String name, BufferedImage image) {
        coders.forEach(coder -> evaluator.measure(name, image, coder));
    }

    /**
     * Sums up.
     *
     * @param others mean curves measured elsewhere
     * @return tables and curves
     */
    EvaluationReport report(List<Curve> others) {
        List<String> formats = coders.stream().map(Coder::format).distinct().toList();
        return new EvaluationReport(formats, evaluator.measured(), Interval.USUAL, others);
    }
}
