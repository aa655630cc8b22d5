// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.imageiolearned.quality.BdRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Curves that were measured elsewhere on the same pictures: a JSON object with a member for each encoder, which has the
 * arrays {@code bpp} (mean bits per pixel) and {@code psnr} (mean of the pictures' RGB PSNR in dB) of equal length; other
 * members, such as the qualities, are passed over.
 */
final class PeerCurves {
    private PeerCurves() {}

    /**
     * A coder's means over the pictures.
     *
     * @param name name of the coder
     * @param points bits per pixel and dB
     */
    record Curve(String name, List<BdRate.Point> points) {}

    /**
     * Reads curves.
     *
     * @param file a JSON file
     * @return a curve for each encoder, in the order of the file
     * @throws IOException if it cannot be read or is something else
     */
    static List<Curve> read(Path file) throws IOException {
        try {
            JsonObject encoders = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            List<Curve> curves = new ArrayList<>();
            for (Map.Entry<String, JsonElement> encoder : encoders.entrySet()) {
                JsonArray rates = encoder.getValue().getAsJsonObject().getAsJsonArray("bpp");
                JsonArray decibels = encoder.getValue().getAsJsonObject().getAsJsonArray("psnr");
                if (rates == null || decibels == null || rates.size() != decibels.size()) {
                    throw new IOException(
                            file + ": " + encoder.getKey() + " has no arrays bpp and psnr of equal length");
                }
                List<BdRate.Point> points = new ArrayList<>();
                for (int i = 0; i < rates.size(); i++) {
                    points.add(new BdRate.Point(
                            rates.get(i).getAsDouble(), decibels.get(i).getAsDouble()));
                }
                curves.add(new Curve(encoder.getKey(), points));
            }
            return curves;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException e) {
            throw new IOException(file + " does not hold curves: " + e.getMessage(), e);
        }
    }
}
