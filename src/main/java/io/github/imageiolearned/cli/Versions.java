// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What took part in a measurement. */
final class Versions {
    private Versions() {}

    /**
     * Lists this library, the JDK, and programs.
     *
     * @param peers formats whose programs took part
     * @param tools has the programs
     * @return version by name
     */
    static Map<String, String> of(Set<Peer> peers, Tools tools) {
        Map<String, String> versions = new LinkedHashMap<>();
        String own = Learned.class.getPackage().getImplementationVersion();
        versions.put("imageio-learned", own == null ? "(development)" : own);
        versions.put("JDK", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        for (Peer peer : peers) {
            peer.encoder(tools).ifPresent(tool -> versions.put(tool.name(), tool.version()));
        }
        return versions;
    }
}
