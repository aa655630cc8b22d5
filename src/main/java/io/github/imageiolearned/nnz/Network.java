// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * One ONNX graph in DJL's ONNX Runtime engine: a tensor [1, channels, height, width] and a quality [1] in, a tensor
 * out. The only class that sees DJL and ONNX Runtime. May be shared by threads.
 */
final class Network {
    private static final String ENGINE = "OnnxRuntime";

    private final String name;
    private final Model model;
    private final Call translator;

    private Network(String name, Model model, String input) {
        this.name = name;
        this.model = model;
        translator = new Call(input);
    }

    /**
     * A float tensor [1, channels, height, width], channel by channel, row by row.
     *
     * @param values all of them, from place 0 of the buffer; a tensor that goes in must be direct, so as not to be copied
     */
    record Tensor(FloatBuffer values, int channels, int height, int width) {
        static Tensor zeros(int channels, int height, int width) {
            int size = Math.multiplyExact(channels * 4, height * width);
            FloatBuffer values = ByteBuffer.allocateDirect(size)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            return new Tensor(values, channels, height, width);
        }
    }

    /**
     * What a decoder gives, and how its error follows from what went in.
     *
     * @param picture [1, 3, height, width]
     * @param gradient as what went in: derivative of the sum of the squared differences from the original
     */
    record Differentiated(Tensor picture, Tensor gradient) {}

    /** What goes in; the original is null where the graph takes none. */
    private record Request(Tensor tensor, float quality, Tensor original) {}

    /**
     * Gives a graph to the engine.
     *
     * @param name for messages
     * @param onnx the graph
     * @param input name of the tensor that goes in, beside {@code quality}
     * @param threads threads that one run may use
     * @throws IOException if the engine or its native library is missing, or refuses the graph
     */
    static Network load(String name, byte[] onnx, String input, int threads) throws IOException {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        // DJL looks for its engines through the context class loader, which need not know this library.
        return DeepStack.run(() -> {
            Model model = null;
            try (OrtSession.SessionOptions options = options(threads)) {
                model = Model.newInstance(name, ENGINE);
                model.load(new ByteArrayInputStream(onnx), Map.of("sessionOptions", options));
                return new Network(name, model, input);
            } catch (MalformedModelException | EngineException | OrtException | IllegalArgumentException e) {
                if (model != null) {
                    model.close();
                }
                throw new IOException(MissingEngine.reason(name, e), e);
            }
        });
    }

    private static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Threads that wait must not take the processors from those that decode tiles, nor from other programs.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Windows differ in size: patterns would take half as much memory again, and save no time.
        options.setMemoryPatternOptimization(false);
        return options;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Runs the graph.
     *
     * @throws IOException if the engine fails
     */
    Tensor run(Tensor tensor, float quality) throws IOException {
        return run(new Request(tensor, quality, null), 1)[0];
    }

    /**
     * Runs a graph that takes an original as well, and gives a gradient behind its first output.
     *
     * @return both
     * @throws IOException if the engine fails
     */
    Differentiated gradient(Tensor tensor, float quality, Tensor original) throws IOException {
        Tensor[] both = run(new Request(tensor, quality, original), 2);
        return new Differentiated(both[0], both[1]);
    }

    private Tensor[] run(Request request, int outputs) throws IOException {
        // A predictor is not thread-safe and costs nothing beside a run, so each run has its own.
        try (Predictor<Request, Tensor[]> predictor = model.newPredictor(translator)) {
            Tensor[] tensors = predictor.predict(request);
            if (tensors.length != outputs) {
                throw new IOException(
                        "the network " + name + " gives " + tensors.length + " tensors where " + outputs + " belong");
            }
            return tensors;
        } catch (TranslateException | EngineException e) {
            throw new IOException("the network " + name + " failed: " + e.getMessage(), e);
        }
    }

    private static final class Call implements NoBatchifyTranslator<Request, Tensor[]> {
        private static final String ORIGINAL = "original";

        private final String input;

        Call(String input) {
            this.input = input;
        }

        @Override
        public NDList processInput(TranslatorContext context, Request request) {
            boolean alone = request.original() == null;
            NDArray array = array(context, request.tensor(), input);
            NDArray quality = context.getNDManager().create(new float[] {request.quality()}, new Shape(1));
            quality.setName("quality");
            return alone
                    ? new NDList(array, quality)
                    : new NDList(array, quality, array(context, request.original(), ORIGINAL));
        }

        private static NDArray array(TranslatorContext context, Tensor t, String name) {
            NDArray array =
                    context.getNDManager().create(t.values(), new Shape(1, t.channels(), t.height(), t.width()));
            array.setName(name);
            return array;
        }

        @Override
        public Tensor[] processOutput(TranslatorContext context, NDList list) {
            Tensor[] tensors = new Tensor[list.size()];
            for (int i = 0; i < tensors.length; i++) {
                tensors[i] = tensor(list.get(i));
            }
            return tensors;
        }

        private static Tensor tensor(NDArray array) {
            Shape shape = array.getShape();
            FloatBuffer values = array.toByteBuffer().asFloatBuffer();
            return new Tensor(values, (int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
        }
    }
}
