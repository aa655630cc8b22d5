// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

/** Finds out why networks cannot run, and says it in terms of what a user can add. Sees no class of the engine. */
final class MissingEngine {
    private MissingEngine() {}

    /**
     * Explains a failure of the engine.
     *
     * @param network the network that was to be loaded
     * @param failure what the engine threw
     * @return what is missing, for a person
     */
    static String reason(String network, Throwable failure) {
        if (absent("ai.djl.engine.Engine")) {
            return missing("ai.djl:api");
        }
        if (absent("ai.djl.onnxruntime.engine.OrtEngineProvider")) {
            return missing("ai.djl.onnxruntime:onnxruntime-engine");
        }
        if (absent("ai.onnxruntime.OrtEnvironment")) {
            return missing("com.microsoft.onnxruntime:onnxruntime");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError) {
                return "the native library of com.microsoft.onnxruntime:onnxruntime does not load on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": "
                        + failure.getMessage();
            }
        }
        return "the network " + network + " cannot be loaded: " + failure.getMessage();
    }

    private static String missing(String artifact) {
        return "nnz pictures need the artifact " + artifact + " on the class path";
    }

    private static boolean absent(String name) {
        try {
            Class.forName(name, false, MissingEngine.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }
}
