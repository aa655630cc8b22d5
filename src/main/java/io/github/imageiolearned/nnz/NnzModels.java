// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Finds models by id and hash. Places are searched in this order: folders or zip bundles that the caller named, those
 * that the system property {@value #PROPERTY} lists, and the models inside the library. A place is a bundle itself, or a
 * folder of bundles: {@code ID/} or {@code ID.zip}. A model that was found once is kept for the life of the JVM.
 */
public final class NnzModels {
    /** System property: folders and bundles with models, separated as a class path is. */
    public static final String PROPERTY = "imageio.learned.models";

    /** The model that is used unless another is asked for. */
    public static final String DEFAULT_ID = "photo-1";

    private static final String RESOURCES = "/io/github/imageiolearned/models/";
    private static final int MAX_ENTRIES = 1000;
    private static final NnzModels SYSTEM = new NnzModels(List.of());
    private static final Map<String, NnzModel> LOADED = new ConcurrentHashMap<>();

    private final List<Path> places;

    private NnzModels(List<Path> places) {
        this.places = places;
    }

    /**
     * The models of the library and of the system property.
     *
     * @return the same object always
     */
    public static NnzModels system() {
        return SYSTEM;
    }

    /**
     * These models and those of another place, which is searched first.
     *
     * @param place a bundle (folder or zip file) or a folder of bundles
     * @return models
     */
    public NnzModels with(Path place) {
        List<Path> more = new ArrayList<>();
        more.add(place);
        more.addAll(places);
        return new NnzModels(List.copyOf(more));
    }

    /**
     * Tells which model a place holds.
     *
     * @param place a bundle, or a folder with a bundle of the default model
     * @return the id of the model
     * @throws IOException if there is none
     */
    public static String idOf(Path place) throws IOException {
        List<ModelBundle> found = bundles(place, DEFAULT_ID);
        if (found.isEmpty()) {
            throw new FileNotFoundException("there is no model in " + place);
        }
        return found.get(0).id();
    }

    /**
     * Finds the first model of an id.
     *
     * @param id name of the model
     * @return the model; its networks are not loaded yet
     * @throws IOException if no place has it; the message names the places
     */
    public NnzModel find(String id) throws IOException {
        return find(id, 0, true);
    }

    /**
     * Finds the very model that a file was made with.
     *
     * @param id name of the model
     * @param hashPrefix first four bytes of its hash, big-endian
     * @return the model; its networks are not loaded yet
     * @throws IOException if no place has it; the message names id, hash and places
     */
    public NnzModel find(String id, int hashPrefix) throws IOException {
        return find(id, hashPrefix, false);
    }

    /**
     * Lists the bundles that are installed: those of the places, in the order in which they are searched.
     *
     * @return folders and zip files; the library's model is not among them
     * @throws IOException if a place cannot be listed
     */
    public List<Path> installed() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path place : allPlaces()) {
            if (!Files.isDirectory(place) || Files.exists(place.resolve(ModelBundle.PROPERTIES))) {
                found.add(place);
                continue;
            }
            try (Stream<Path> children = Files.list(place)) {
                children.filter(child -> Files.exists(child.resolve(ModelBundle.PROPERTIES))
                                || child.getFileName().toString().endsWith(".zip"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    /**
     * Opens a bundle, whatever its id.
     *
     * @param place a folder or a zip file
     * @return its model; its networks are not loaded yet
     * @throws IOException if it is no bundle
     */
    public static NnzModel open(Path place) throws IOException {
        for (ModelBundle bundle : bundles(place, "")) {
            return new NnzModel(bundle);
        }
        throw new FileNotFoundException("there is no model in " + place);
    }

    /**
     * Opens the model that is inside the library.
     *
     * @return the model; its networks are not loaded yet
     * @throws IOException if the library is damaged
     */
    public static NnzModel ofLibrary() throws IOException {
        ModelBundle bundle = ModelBundle.at("the library", (name, limit) -> resource(DEFAULT_ID, name, limit));
        if (bundle == null) {
            throw new FileNotFoundException("the library lacks its model " + DEFAULT_ID);
        }
        return loaded(bundle);
    }

    /** The model of a folder, whatever its id; not kept. */
    static NnzModel in(Path folder) throws IOException {
        ModelBundle bundle = ModelBundle.at(folder.toString(), (name, limit) -> file(folder.resolve(name), limit));
        if (bundle == null) {
            throw new FileNotFoundException(folder + " has no " + ModelBundle.PROPERTIES);
        }
        return new NnzModel(bundle);
    }

    private NnzModel find(String id, int hashPrefix, boolean any) throws IOException {
        List<String> searched = new ArrayList<>();
        List<String> others = new ArrayList<>();
        if (ModelBundle.validId(id)) {
            for (Path place : allPlaces()) {
                searched.add(place.toString());
                try {
                    for (ModelBundle bundle : bundles(place, id)) {
                        if (bundle.id().equals(id) && (any || bundle.hashPrefix() == hashPrefix)) {
                            return whole(bundle);
                        }
                        others.add(describe(bundle.id(), bundle.hashPrefix()) + " in " + bundle.place());
                    }
                } catch (IOException e) {
                    // A place that is damaged must not keep what is whole at another from being used.
                    others.add("a damaged model (" + e.getMessage() + ")");
                }
            }
            searched.add("the library");
            ModelBundle bundle =
                    ModelBundle.at("the library's model " + id, (name, limit) -> resource(id, name, limit));
            if (bundle != null) {
                if (any || bundle.hashPrefix() == hashPrefix) {
                    return loaded(bundle);
                }
                others.add(describe(bundle.id(), bundle.hashPrefix()) + " in the library");
            }
        }
        throw new FileNotFoundException("there is no model " + (any ? id : describe(id, hashPrefix)) + "; searched: "
                + String.join(", ", searched) + (others.isEmpty() ? "" : "; found: " + String.join(", ", others))
                + "; the system property " + PROPERTY + " names further places");
    }

    private static String describe(String id, int hashPrefix) {
        return String.format(Locale.ROOT, "%s with hash %08x", id, hashPrefix);
    }

    private static NnzModel loaded(ModelBundle bundle) throws IOException {
        NnzModel known = LOADED.get(key(bundle));
        if (known != null && !known.damaged()) {
            return known;
        }
        NnzModel model = new NnzModel(bundle);
        return LOADED.merge(key(bundle), model, (before, now) -> before.damaged() ? now : before);
    }

    /** The model of a bundle from outside of the library, whose files are all as its hashes say. */
    private static NnzModel whole(ModelBundle bundle) throws IOException {
        NnzModel known = LOADED.get(key(bundle));
        if (known == null || known.damaged()) {
            new NnzModel(bundle).verify();
        }
        return loaded(bundle);
    }

    private static String key(ModelBundle bundle) {
        return bundle.id() + ' ' + ModelBundle.hex(bundle.hash());
    }

    private List<Path> allPlaces() throws IOException {
        List<Path> all = new ArrayList<>(places);
        for (String name : System.getProperty(PROPERTY, "").split(File.pathSeparator, -1)) {
            if (!name.isBlank()) {
                try {
                    all.add(Path.of(name));
                } catch (InvalidPathException e) {
                    throw new IOException("the system property " + PROPERTY + " names \"" + name + "\"", e);
                }
            }
        }
        return all;
    }

    /** The bundles of a place that may have the id. */
    private static List<ModelBundle> bundles(Path place, String id) throws IOException {
        List<ModelBundle> found = new ArrayList<>();
        for (Path candidate : List.of(place, place.resolve(id), place.resolve(id + ".zip"))) {
            ModelBundle bundle = null;
            if (Files.isDirectory(candidate)) {
                bundle = ModelBundle.at(candidate.toString(), (name, limit) -> file(candidate.resolve(name), limit));
            } else if (Files.isRegularFile(candidate)) {
                bundle = ModelBundle.at(candidate.toString(), (name, limit) -> entry(candidate, name, limit));
            }
            if (bundle != null) {
                found.add(bundle);
            }
        }
        return found;
    }

    private static byte[] resource(String id, String name, int limit) throws IOException {
        try (InputStream in = NnzModels.class.getResourceAsStream(RESOURCES + id + '/' + name)) {
            return in == null ? null : read(in, name, limit);
        }
    }

    private static byte[] file(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), limit);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** An entry at the top of a zip file, or in its only folder. */
    private static byte[] entry(Path zip, String name, int limit) throws IOException {
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            int count = 0;
            for (Enumeration<ZipArchiveEntry> entries = file.getEntries(); entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                if (++count > MAX_ENTRIES) {
                    throw new IOException(zip + " has more than " + MAX_ENTRIES + " entries");
                }
                String path = entry.getName();
                boolean inFolder = path.endsWith('/' + name)
                        && path.indexOf('/') == path.length() - name.length() - 1
                        && !ModelBundle.inside(path);
                if (path.equals(name) || inFolder) {
                    try (InputStream in = file.getInputStream(entry)) {
                        return read(in, zip + "!" + path, limit);
                    }
                }
            }
            return null;
        } catch (ZipException e) {
            throw new IOException(zip + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(InputStream in, String name, int limit) throws IOException {
        byte[] bytes = in.readNBytes(limit);
        if (in.read() >= 0) {
            throw new IOException(name + " is larger than " + limit + " bytes");
        }
        return bytes;
    }
}
