// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own: streams, exit codes, signals, full disks. */
class CommandProcessTest {
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private static List<String> java(Class<?> main, Object... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Where files have a limit, that of the performance counters counts too.
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return command;
    }

    private CommandRun wait(Process process) throws IOException, InterruptedException {
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return new CommandRun(
                    process.exitValue(),
                    Files.readString(folder.resolve("stdout")),
                    Files.readString(folder.resolve("stderr")));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private Path noise(String name, int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(1);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "bmp", file.toFile());
        return file;
    }

    @Test
    void theDocumentIsAloneOnTheStandardOutput() throws Exception {
        CommandRun.picture(folder.resolve("in/a.png"), 32, 32, 1);
        Files.write(folder.resolve("in/b.png"), new byte[9]);
        CommandRun run = wait(start(java(
                Learned.class, "compress", folder.resolve("in"), "-o", folder.resolve("out"), "-f", "kmq", "--json")));
        assertEquals(1, run.code());
        JsonObject document = JsonParser.parseString(run.out()).getAsJsonObject();
        assertEquals(1, document.get("written").getAsInt());
        assertTrue(run.err().contains("[1/2] ") && run.err().contains("1 failure:"), run.err());
        assertFalse(run.err().contains("SLF4J"), run.err());
    }

    @Test
    void aFileThatGrowsTooLargeLeavesNothing() throws Exception {
        Path shell = Path.of("/bin/sh");
        assumeTrue(Files.isExecutable(shell), "needs a POSIX shell");
        noise("large.bmp", 300);
        CommandRun.picture(folder.resolve("in/small.png"), 16, 16, 1);
        List<String> command = java(
                Learned.class, "compress", folder.resolve("in"), "-o", folder.resolve("out"), "-f", "kmq", "-bs", "1");
        // 16 or 32 KiB, as the shell counts; the picture of noise needs 90.
        List<String> limited = new ArrayList<>(List.of(shell.toString(), "-c", "ulimit -f 32 && exec \"$@\"", "sh"));
        limited.addAll(command);
        CommandRun run = wait(start(limited));
        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().contains("1 failure:") && run.err().contains("large.bmp as kmq"), run.err());
        assertEquals(List.of("small.kmq"), CommandRun.files(folder.resolve("out")));
    }

    @Test
    void anInterruptKeepsWhatIsFinishedAndTheNextRunGoesOn() throws Exception {
        Path kill = Path.of("/bin/kill");
        assumeTrue(Files.isExecutable(kill), "needs POSIX signals");
        CommandRun.picture(folder.resolve("in/a.png"), 32, 32, 1);
        noise("b.bmp", 3000);
        Path output = folder.resolve("out");
        List<String> command =
                java(Learned.class, "compress", folder.resolve("in"), "-o", output, "-f", "pcq", "-bs", "1");
        Process process = start(command);
        for (int i = 0; i < PATIENCE_SECONDS * 10 && !Files.exists(output.resolve("a.pcq")); i++) {
            Thread.sleep(100);
        }
        new ProcessBuilder(kill.toString(), "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        CommandRun run = wait(process);
        assertEquals(130, run.code(), run.err());
        assertTrue(run.err().contains("learned: interrupted."), run.err());
        assertEquals(List.of("a.pcq"), CommandRun.files(output));

        Files.delete(folder.resolve("in/b.bmp"));
        CommandRun.picture(folder.resolve("in/b.png"), 32, 32, 1);
        CommandRun again = CommandRun.good("compress", folder.resolve("in"), "-o", output, "-f", "pcq");
        assertTrue(again.out().contains("1 files written") && again.out().contains("1 files kept"), again.out());
        assertNotNull(ImageIO.read(output.resolve("b.pcq").toFile()));
    }

    @Test
    void withoutALocaleNamesThatAreNotAsciiAreOutOfReachAndSaidToBe() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere file names do not hang on the locale");
        CommandRun.picture(folder.resolve("in/a.png"), 16, 16, 1);
        CommandRun.picture(folder.resolve("in/\u00e9.png"), 16, 16, 1);
        Path archive = folder.resolve("some.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("\u65e5\u672c.png"));
            zip.write(Files.readAllBytes(folder.resolve("in/a.png")));
        }
        Path output = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                java(Learned.class, "compress", folder.resolve("in"), archive, "-o", output, "-f", "kmq"));
        builder.environment().put("LC_ALL", "C");
        CommandRun run = wait(builder.redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start());
        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().contains("1 failure:") && run.err().contains("LC_ALL=C.UTF-8"), run.err());
        assertEquals(List.of("__.kmq", "a.kmq"), CommandRun.files(output));
    }

    /** Ends in the midst of writing. */
    static final class EndsWhileItWrites {
        private EndsWhileItWrites() {}

        public static void main(String[] args) throws IOException {
            Path target = Path.of(args[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(OutputFile::abandon));
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; ; i++) {
                        OutputFile.write(target.resolve(i + ".bin"), new byte[1 << 26]);
                    }
                } catch (IOException e) {
                    System.out.println(e.getMessage());
                }
            });
            writer.setDaemon(true);
            writer.start();
            while (CommandRun.files(target).stream().noneMatch(name -> name.endsWith(".part"))) {
                Thread.onSpinWait();
            }
            System.exit(3);
        }
    }

    @Test
    void nothingHalfWrittenOutlivesTheJvm() throws Exception {
        Path output = Files.createDirectory(folder.resolve("out"));
        CommandRun run = wait(start(java(EndsWhileItWrites.class, output)));
        assertEquals(3, run.code(), run.err());
        for (String name : CommandRun.files(output)) {
            assertTrue(name.endsWith(".bin"), name);
            assertEquals(1 << 26, Files.size(output.resolve(name)));
        }
    }

    @Test
    void aTerminalGetsABarWithRateAndTimeLeft() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script), "needs script(1) to make a terminal");
        CommandRun.picture(folder.resolve("in/a.png"), 32, 32, 1);
        List<String> command =
                java(Learned.class, "compress", folder.resolve("in"), "-o", folder.resolve("out"), "-f", "kmq,pcq");
        CommandRun run = wait(start(List.of(
                script.toString(),
                "-qec",
                "'" + String.join("' '", command) + "'",
                folder.resolve("log").toString())));
        assertEquals(0, run.code(), run.out());
        String shown = Files.readString(folder.resolve("log"));
        assertTrue(shown.contains("compress") && shown.contains("100%"), shown);
        assertTrue(shown.matches("(?s).*2/2 \\([0-9:]+ / [0-9:?]+\\) +[0-9.?]+/s.*"), shown);
        assertFalse(shown.contains("[1/2]"), shown);
    }
}
