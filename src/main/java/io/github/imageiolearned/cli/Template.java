// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that come as resources beside this class, with places to be filled: {@code {{name}}}. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

    private Template() {}

    /**
     * Reads a resource.
     *
     * @param name name of the file
     * @return its text
     * @throws IOException if it is missing or cannot be read
     */
    static String resource(String name) throws IOException {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Fills the places of a text, once: what is put in is not looked at again.
     *
     * @param text a text with places
     * @param values what to put in, as it is; {@link #escaped} where it is not markup
     * @return the text without places
     * @throws IllegalArgumentException if there is no value for a place
     */
    static String filled(String text, Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing to put at " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /**
     * Makes text safe in markup, in elements and attributes.
     *
     * @param text any text
     * @return without characters that mean something in markup
     */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
